using System.CommandLine;
using Fdkt.Contracts.Federation;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>Arguments and options that are names of clients, tasks and rounds.</summary>
internal static class IdFlag
{
    private const string Rule = "lower-case letters, digits and single hyphens inside, at most 48 characters";

    /// <summary>A required argument.</summary>
    public static Argument<T> Argument<T>(string name, string description)
        where T : struct, IFederationId<T>
    {
        var argument = new Argument<T>(name) { Description = description };
        argument.CustomParser = result => Flag.Read(result, name, $"a name ({Rule})", text => T.Parse(text));
        return argument;
    }

    /// <summary>An option with one name.</summary>
    public static Option<T?> One<T>(string name, string placeholder, string description)
        where T : struct, IFederationId<T> => Flag.Of<T?>(name, placeholder, description, $"a name ({Rule})", text => T.Parse(text));

    /// <summary>An option with names, commas between.</summary>
    public static Option<IReadOnlyList<T>?> Several<T>(string name, string placeholder, string description)
        where T : struct, IFederationId<T> => Flag.Of<IReadOnlyList<T>>(
            name, placeholder, description, $"a list of names ({Rule})", text => [.. text.Split(',').Select(part => T.Parse(part.Trim())).Distinct()]);
}

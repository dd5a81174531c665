using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Fdkt.Contracts.Federation;

namespace Fdkt.Cli.Commands;

/// <summary>Options that may be left out, and say in one line what they expect.</summary>
internal static class Flag
{
    public static Option<string?> Text(string name, string placeholder, string description) => new(name) { HelpName = placeholder, Description = description };

    public static Option<int?> Whole(string name, string placeholder, string description) =>
        Of<int?>(name, placeholder, description, "a whole number", text => int.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));

    public static Option<double?> Number(string name, string placeholder, string description) =>
        Of<double?>(name, placeholder, description, "a number", text => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));

    public static Option<T?> Of<T>(string name, string placeholder, string description, string expected, Func<string, T> parse) => new(name)
    {
        HelpName = placeholder,
        Description = description,
        CustomParser = result => Read(result, name, expected, parse),
    };

    /// <summary>Reads a value, or adds one line that says what was expected.</summary>
    public static T? Read<T>(ArgumentResult result, string name, string expected, Func<string, T> parse)
    {
        string text = result.Tokens.Count > 0 ? result.Tokens[0].Value : string.Empty;
        try
        {
            return parse(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException or InvalidNameException)
        {
            result.AddError($"{name}: '{text}' is not {expected}.");
            return default;
        }
    }
}

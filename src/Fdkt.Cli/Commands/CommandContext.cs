using Fdkt.Cli.Federation;
using Fdkt.Cli.Runs.Abstractions;
using Spectre.Console;

namespace Fdkt.Cli.Commands;

/// <summary>What commands get from outside, so that tests can put something else there.</summary>
/// <param name="Engine">Makes the engine, when a run begins and not before.</param>
/// <param name="Pretrainer">Makes the pretrainer, when it is needed and not before.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Console">The terminal behind standard output.</param>
/// <param name="IsTerminal">Whether a person looks at standard output, so that bars may be drawn.</param>
/// <param name="CurrentDirectory">What paths on the command line are relative to.</param>
/// <param name="Clock">Times stages and dates log files.</param>
internal sealed record CommandContext(
    Func<IRunEngine> Engine,
    Func<IPretrainer> Pretrainer,
    TextWriter Output,
    TextWriter Error,
    IAnsiConsole Console,
    bool IsTerminal,
    string CurrentDirectory,
    TimeProvider Clock)
{
    /// <summary>Reads an environment variable; null where it is not set.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Opens standard input, when it is read and not before.</summary>
    public Func<Stream> Input { get; init; } = System.Console.OpenStandardInput;

    /// <summary>Connects to a federation; nothing is opened before it is used.</summary>
    public Func<FederationSettings, CommandContext, FederationConnection> Connect { get; init; } = ConnectionFactory.Connect;
}

using Fdkt.Cli.Commands;
using Fdkt.Cli.Runs.Abstractions;
using Spectre.Console;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>Runs the command line in this process and keeps what it prints.</summary>
internal static class CommandLine
{
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        IRunEngine engine, string currentDirectory, string[] arguments, CancellationToken cancellationToken, Stream? input = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 100;
        var context = new CommandContext(
            () => engine, () => throw new NotSupportedException(), output, error, console, IsTerminal: false, currentDirectory, TimeProvider.System)
        {
            Input = () => input ?? Stream.Null,
        };
        int exitCode = await FdktCommand.InvokeAsync(FdktCommand.Create(context), arguments, context, cancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }
}

using Fdkt.Cli.Commands;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Runs;
using Fdkt.Learning.Files;
using Spectre.Console;

const int RedirectedWidth = 100;

NewFileMode.OwnerOnly();

if (Console.IsOutputRedirected)
{
    // There is no terminal to ask; the default of 80 columns would be narrower than need be.
    AnsiConsole.Console.Profile.Width = Math.Max(RedirectedWidth, AnsiConsole.Console.Profile.Width);
}

var context = new CommandContext(
    RunEngineFactory.CreateEngine,
    RunEngineFactory.CreatePretrainer,
    Console.Out,
    Console.Error,
    AnsiConsole.Console,
    IsTerminal: !Console.IsOutputRedirected,
    Environment.CurrentDirectory,
    TimeProvider.System);

using var stop = new StopSignal(Console.Error);
return await FdktCommand.InvokeAsync(FdktCommand.Create(context), args, context, stop.Token);

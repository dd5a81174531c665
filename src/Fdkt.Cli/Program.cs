using Fdkt.Cli.Commands;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Runs;
using Spectre.Console;

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

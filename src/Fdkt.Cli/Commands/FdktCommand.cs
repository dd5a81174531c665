using System.CommandLine;
using System.CommandLine.Invocation;
using Fdkt.Cli.Commands.Federation;
using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Commands;

/// <summary>The <c>fdkt</c> command: its subcommands, and how their faults reach the user.</summary>
internal static class FdktCommand
{
    private const string Description = """
        Fdkt: federated domain-specific knowledge transfer. Clients release differentially private demonstrations of
        their text, a server model writes more of the kind, and each client trains its classifier on both.

        Examples:
          fdkt run
          fdkt run round.json --out out/first
          fdkt run --train reviews.csv --test test.csv --text title,body --label stars --public-fraction 0.5 --records 200 --epsilon 8
          fdkt predict --model out/first/clients/client-1/model --in new.csv --text title,body
          fdkt model show Qwen2.5-0.5B
          fdkt run round.json --base-model Qwen2.5-0.5B --mechanism lora
          fdkt account --q 0.01 --sigma 1.1 --steps 1000 --delta 1e-5
          fdkt up --once
          fdkt round watch first
          fdkt budget plan --rounds 12 --epsilon-total 8 --delta 1e-5
          fdkt ledger verify ledger.jsonl

        Exit codes: 0 done, 1 unexpected fault (a log file is named), 2 invalid command line or round file, 3 unusable
        data, 4 reading or writing failed, 5 damaged checkpoint, 6 tensor library not loadable, 7 damaged privacy
        ledger, 8 refused by the privacy budget, 9 refused by policy, registry or a check, 10 to 13 how a round ended, 14
        broker or storage not reachable, 15 a process of 'fdkt up' does not stay alive, 130 stopped by Ctrl-C. See
        docs/exit-codes.md.
        """;

    public static RootCommand Create(CommandContext context) => new(Description)
    {
        RunCommand.Create(context),
        PretrainCommand.Create(context),
        PredictCommand.Create(context),
        ModelCommand.Create(context),
        AccountCommand.Create(),
        CalibrateCommand.Create(),
        ClientCommandGroup.Create(context),
        RoundCommandGroup.Create(context),
        PushCommand.Create(context),
        WorkerCommand.Create(context),
        OrchestratorCommand.Create(context),
        UpCommand.Create(context),
        HealthCommand.Create(context),
        BudgetCommand.Create(),
        LedgerCommand.Create(),
        StatementCommand.Create(),
        AuditCommand.Create(context.Clock),
        DeviceFlag.Create(),
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code; never throws.</returns>
    public static async Task<int> InvokeAsync(RootCommand root, string[] arguments, CommandContext context, CancellationToken cancellationToken)
    {
        try
        {
            // No response files: what stands in a file that is named with @ would be taken for arguments, and faults of arguments repeat them.
            ParseResult result = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (result.Action is ParseErrorAction)
            {
                foreach (string fault in result.Errors.Select(error => error.Message))
                {
                    await context.Error.WriteLineAsync($"fdkt: {fault}").ConfigureAwait(false);
                }

                string command = result.CommandResult.Command is RootCommand ? "fdkt" : $"fdkt {result.CommandResult.Command.Name}";
                await context.Error.WriteLineAsync($"Run '{command} --help' for what there is.").ConfigureAwait(false);
                return (int)ExitCode.InvalidInput;
            }

            DeviceFlag.Apply(result);
            var invocation = new InvocationConfiguration
            {
                Output = context.Output,
                Error = context.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // StopSignal listens instead: work may need minutes to reach a clean stop.
            };
            return await result.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The outermost edge: whatever went wrong becomes a message and an exit code.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return (int)new ErrorReporter(context.Error, context.Clock, Path.GetTempPath()).Report(exception);
        }
    }
}

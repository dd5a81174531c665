using System.CommandLine;
using Fdkt.Cli.Progress;
using Fdkt.Cli.Runs.Abstractions;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt pretrain</c>: the base model of a round, from its public corpus.</summary>
internal static class PretrainCommand
{
    public static Command Create(CommandContext context)
    {
        var flags = new RoundFlags();
        Argument<string?> file = flags.FileArgument("The round file whose public corpus and pretraining section are used. Left out: the built-in sample, or the file that --train names.");
        Option<string?> output = Flag.Text("--out", "DIR", "Folder of the model. Default: out/NAME-base.");
        var command = new Command("pretrain", "Make the server's base model and tokenizer from public text.") { file, output };
        flags.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            RoundInput input = await RoundInput.ReadAsync(result.GetValue(file), flags, result, context.CurrentDirectory, cancellationToken).ConfigureAwait(false);
            string folder = Path.GetFullPath(result.GetValue(output) ?? Path.Combine("out", $"{input.Name}-base"), context.CurrentDirectory);
            Directory.CreateDirectory(folder);
            var request = new PretrainRequest(input.Round, input.BaseDirectory, folder);
            IPretrainer pretrainer = context.Pretrainer();
            string made = context.IsTerminal
                ? await LiveProgress.RunAsync(context.Console, context.Clock, progress => pretrainer.PretrainAsync(request, progress, cancellationToken)).ConfigureAwait(false)
                : await pretrainer.PretrainAsync(request, new PlainProgress(context.Output, context.Clock), cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(made).ConfigureAwait(false);
            return 0;
        });
        return command;
    }
}

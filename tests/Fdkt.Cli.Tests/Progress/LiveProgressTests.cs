using Fdkt.Cli.Progress;
using Fdkt.GpuJobs.Progress;
using Spectre.Console;

namespace Fdkt.Cli.Tests.Progress;

public sealed class LiveProgressTests
{
    [Fact]
    public async Task RunAsync_NamesWithBrackets_AreShownAsTheyAre()
    {
        using var output = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 100;

        int result = await LiveProgress.RunAsync(console, new ManualClock(), progress =>
        {
            using IStageProgress known = progress.StartStage("train [red]", 10, "steps");
            using IStageProgress open = progress.StartStage("sample");
            known.Report(5);
            open.Report(3);
            known.Complete("10 [steps]");
            progress.Warn("odd [label]");
            return Task.FromResult(7);
        });

        string text = output.ToString();
        Assert.Equal(7, result);
        Assert.Contains("train [red]: 10 [steps] (0:00)", text, StringComparison.Ordinal);
        Assert.Contains("warning: odd [label]", text, StringComparison.Ordinal);
        Assert.Contains("sample: stopped (0:00)", text, StringComparison.Ordinal);
    }
}

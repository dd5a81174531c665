using Fdkt.GpuJobs.Progress;
using Spectre.Console;

namespace Fdkt.Cli.Progress;

/// <summary>Progress on a terminal: a bar for each stage under way, and a line for each that has ended.</summary>
internal sealed class LiveProgress : IRunProgress
{
    private readonly IAnsiConsole _console;
    private readonly ProgressContext _context;
    private readonly TimeProvider _clock;

    private LiveProgress(IAnsiConsole console, ProgressContext context, TimeProvider clock)
    {
        _console = console;
        _context = context;
        _clock = clock;
    }

    /// <summary>Shows bars for as long as some work takes.</summary>
    public static Task<T> RunAsync<T>(IAnsiConsole console, TimeProvider clock, Func<IRunProgress, Task<T>> work) =>
        console.Progress()
            .AutoRefresh(true)
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new SpinnerColumn())
            .StartAsync(context => work(new LiveProgress(console, context, clock)));

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        ProgressTask task = _context.AddTask(Markup.Escape(name), autoStart: true, maxValue: totalUnits ?? 1);
        task.IsIndeterminate = totalUnits is null;
        return new Stage(this, task, name, totalUnits, unit);
    }

    public void Log(string line) => _console.MarkupLineInterpolated($"{line}");

    public void Warn(string line) => _console.MarkupLineInterpolated($"[yellow]warning: {line}[/]");

    private sealed class Stage(LiveProgress owner, ProgressTask task, string name, long? total, string unit) : IStageProgress
    {
        private readonly long _started = owner._clock.GetTimestamp();
        private int _ended;

        public void Report(long done)
        {
            task.Value = total is null ? 0 : done;
            task.Description = Markup.Escape($"{name}: {StageRate.Describe(done, total, unit, owner._clock.GetElapsedTime(_started))}");
        }

        public void Complete(string? summary = null) => End(summary ?? "done");

        public void Dispose() => End("stopped");

        private void End(string how)
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                task.IsIndeterminate = false;
                task.Value = task.MaxValue; // A full bar counts as ended and is hidden.
                task.StopTask();
                owner.Log($"{name}: {how} ({StageRate.Clock(owner._clock.GetElapsedTime(_started))})");
            }
        }
    }
}

using Spectre.Console;

namespace Fdkt.Cli.Progress;

/// <summary>Progress as bars on a terminal.</summary>
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
            .HideCompleted(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 24 }, new SpinnerColumn())
            .StartAsync(context => work(new LiveProgress(console, context, clock)));

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        ProgressTask task = _context.AddTask(Markup.Escape(name), autoStart: true, maxValue: totalUnits ?? 1);
        task.IsIndeterminate = totalUnits is null;
        return new Stage(task, name, totalUnits, unit, _clock);
    }

    public void Log(string line) => _console.MarkupLineInterpolated($"{line}");

    public void Warn(string line) => _console.MarkupLineInterpolated($"[yellow]warning: {line}[/]");

    private sealed class Stage(ProgressTask task, string name, long? total, string unit, TimeProvider clock) : IStageProgress
    {
        private readonly long _started = clock.GetTimestamp();
        private int _ended;

        public void Report(long done)
        {
            task.Value = total is null ? 0 : done;
            task.Description = Markup.Escape($"{name}: {StageRate.Describe(done, total, unit, clock.GetElapsedTime(_started))}");
        }

        public void Complete(string? summary = null)
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                task.IsIndeterminate = false;
                task.Value = task.MaxValue;
                End(summary ?? "done");
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) == 0)
            {
                task.IsIndeterminate = false;
                End("stopped");
            }
        }

        private void End(string how)
        {
            task.Description = Markup.Escape($"{name}: {how} ({StageRate.Clock(clock.GetElapsedTime(_started))})");
            task.StopTask();
        }
    }
}

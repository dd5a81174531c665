using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Progress;

/// <summary>Progress as plain lines, for logs and redirected output: one line for a stage, and one more at the start and now and then for a long one.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="clock">Times stages.</param>
internal sealed class PlainProgress(TextWriter output, TimeProvider clock) : IRunProgress
{
    // Often enough to see life, seldom enough to keep a log short.
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    // A stage shorter than this has no line for its start.
    private static readonly TimeSpan BeforeFirstLine = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items") => new Stage(this, name, totalUnits, unit);

    public void Log(string line) => Write(line);

    public void Warn(string line) => Write($"warning: {line}");

    private void Write(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
        }
    }

    private TimeProvider Clock => clock;

    private sealed class Stage : IStageProgress
    {
        private readonly PlainProgress _owner;
        private readonly string _name;
        private readonly long? _total;
        private readonly string _unit;
        private readonly long _started;
        private readonly Lock _stageLock = new();
        private readonly ITimer _firstLine;
        private TimeSpan _lastLine;
        private bool _ended;

        public Stage(PlainProgress owner, string name, long? total, string unit)
        {
            (_owner, _name, _total, _unit) = (owner, name, total, unit);
            _started = owner.Clock.GetTimestamp();
            _firstLine = owner.Clock.CreateTimer(_ => Line($"{name} …", ends: false), null, BeforeFirstLine, Timeout.InfiniteTimeSpan);
        }

        public void Report(long done)
        {
            TimeSpan elapsed = _owner.Clock.GetElapsedTime(_started);
            lock (_stageLock)
            {
                if (elapsed - _lastLine < BetweenLines)
                {
                    return;
                }

                _lastLine = elapsed;
            }

            Line($"{_name}: {StageRate.Describe(done, _total, _unit, elapsed)}", ends: false);
        }

        public void Complete(string? summary = null) => End(summary ?? "done");

        public void Dispose() => End("stopped");

        private void End(string how)
        {
            _firstLine.Dispose();
            Line($"{_name}: {how} ({StageRate.Clock(_owner.Clock.GetElapsedTime(_started))})", ends: true);
        }

        /// <summary>Writes a line unless the stage has ended; under the lock, so that none follows the last.</summary>
        private void Line(string text, bool ends)
        {
            lock (_stageLock)
            {
                if (!_ended)
                {
                    _ended = ends;
                    _owner.Write(text);
                }
            }
        }
    }
}

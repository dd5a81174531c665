namespace Fdkt.Cli.Progress;

/// <summary>Progress as plain lines, for logs and redirected output.</summary>
/// <param name="output">Where lines go.</param>
/// <param name="clock">Times stages.</param>
internal sealed class PlainProgress(TextWriter output, TimeProvider clock) : IRunProgress
{
    // Often enough to see life, seldom enough to keep a log short.
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        Write($"{name} …");
        return new Stage(this, name, totalUnits, unit);
    }

    public void Log(string line) => Write(line);

    public void Warn(string line) => Write($"warning: {line}");

    private void Write(string line)
    {
        lock (_lock)
        {
            output.WriteLine(line);
        }
    }

    private sealed class Stage(PlainProgress owner, string name, long? total, string unit) : IStageProgress
    {
        private readonly long _started = owner.Clock.GetTimestamp();
        private readonly Lock _stageLock = new();
        private TimeSpan _lastLine;
        private bool _ended;

        public void Report(long done)
        {
            TimeSpan elapsed = owner.Clock.GetElapsedTime(_started);
            lock (_stageLock)
            {
                if (_ended || elapsed - _lastLine < BetweenLines)
                {
                    return;
                }

                _lastLine = elapsed;
            }

            owner.Write($"{name}: {StageRate.Describe(done, total, unit, elapsed)}");
        }

        public void Complete(string? summary = null) => End(summary ?? "done");

        public void Dispose() => End("stopped");

        private void End(string how)
        {
            lock (_stageLock)
            {
                if (_ended)
                {
                    return;
                }

                _ended = true;
            }

            owner.Write($"{name}: {how} ({StageRate.Clock(owner.Clock.GetElapsedTime(_started))})");
        }
    }

    private TimeProvider Clock => clock;
}

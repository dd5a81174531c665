using Fdkt.GpuJobs.Progress;

namespace Fdkt.Tests;

/// <summary>Keeps what is said. Thread-safe.</summary>
internal sealed class RecordingProgress : IRunProgress
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        Log($"start {name}");
        return new Stage(name, this);
    }

    public void Log(string line)
    {
        lock (_lock)
        {
            _lines.Add(line);
        }
    }

    public void Warn(string line) => Log($"warning: {line}");

    private sealed class Stage(string name, RecordingProgress owner) : IStageProgress
    {
        public void Report(long done)
        {
        }

        public void Complete(string? summary = null) => owner.Log($"done {name}: {summary}");

        public void Dispose()
        {
        }
    }
}

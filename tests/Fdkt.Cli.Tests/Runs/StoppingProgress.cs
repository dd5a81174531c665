using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>Cancels when a stage of some name begins.</summary>
internal sealed class StoppingProgress(string at, CancellationTokenSource source) : IRunProgress
{
    private readonly RecordingProgress _inner = new();

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        if (name.Contains(at, StringComparison.Ordinal))
        {
            source.Cancel();
        }

        return _inner.StartStage(name, totalUnits, unit);
    }

    public void Log(string line) => _inner.Log(line);

    public void Warn(string line) => _inner.Warn(line);
}

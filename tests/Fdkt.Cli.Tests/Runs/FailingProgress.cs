using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Tests.Runs;

/// <summary>Throws when a stage of some name begins.</summary>
internal sealed class FailingProgress(string at) : IRunProgress
{
    private readonly RecordingProgress _inner = new();

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items") =>
        name.Contains(at, StringComparison.Ordinal) ? throw new InvalidOperationException(name) : _inner.StartStage(name, totalUnits, unit);

    public void Log(string line) => _inner.Log(line);

    public void Warn(string line) => _inner.Warn(line);
}

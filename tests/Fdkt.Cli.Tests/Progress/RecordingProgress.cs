using Fdkt.Cli.Progress;

namespace Fdkt.Cli.Tests.Progress;

internal sealed class RecordingProgress : IRunProgress
{
    public List<string> Lines { get; } = [];

    public IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items")
    {
        Lines.Add($"start {name}");
        return new Stage(name, Lines);
    }

    public void Log(string line) => Lines.Add(line);

    public void Warn(string line) => Lines.Add($"warning: {line}");

    private sealed class Stage(string name, List<string> lines) : IStageProgress
    {
        public void Report(long done)
        {
        }

        public void Complete(string? summary = null) => lines.Add($"done {name}: {summary}");

        public void Dispose()
        {
        }
    }
}

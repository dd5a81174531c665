using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.PrivateTraining;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What a release shows while it runs: the steps of DP-SGD where the mechanism trains, then the texts. A stage each, begun when its first unit is done.</summary>
/// <param name="progress">Where stages are shown.</param>
/// <param name="title">Seed and client.</param>
/// <param name="texts">Texts that will be written.</param>
internal sealed class ReleaseProgress(IRunProgress progress, string title, long texts) : IProgress<DpTrainingProgress>, IDisposable
{
    private IStageProgress? _training;
    private IStageProgress? _writing;

    private IStageProgress Writing => _writing ??= progress.StartStage($"{title} releases demos", texts, "texts");

    public void Report(DpTrainingProgress value)
    {
        _training ??= progress.StartStage($"{title} trains with DP-SGD", value.Steps, "steps");
        _training.Report(value.Step);
        if (value.Step == value.Steps)
        {
            _training.Complete(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value.Steps} steps"));
        }
    }

    public void Wrote(int done) => Writing.Report(done);

    public void Complete(string summary) => Writing.Complete(summary);

    public void Dispose()
    {
        _training?.Dispose();
        _writing?.Dispose();
    }
}

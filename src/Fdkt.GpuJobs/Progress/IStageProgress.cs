namespace Fdkt.GpuJobs.Progress;

/// <summary>One stage under way. Thread-safe.</summary>
public interface IStageProgress : IDisposable
{
    /// <summary>Says how far the stage is. Cheap: call it as often as convenient.</summary>
    /// <param name="done">Units done since the stage began, 0 or more.</param>
    void Report(long done);

    /// <summary>Ends the stage.</summary>
    /// <param name="summary">What came of it in a few words, or null.</param>
    void Complete(string? summary = null);
}

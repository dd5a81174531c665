namespace Fdkt.GpuJobs.Progress;

/// <summary>Where long work says how far it is. Thread-safe. Says counts, rates and stage names, never a text.</summary>
public interface IRunProgress
{
    /// <summary>Begins a stage. Stages may overlap.</summary>
    /// <param name="name">A short name for people, such as "pretrain".</param>
    /// <param name="totalUnits">Units of work in all, above 0; null where it is not known, and then there is no time left to show.</param>
    /// <param name="unit">What is counted, in the plural, such as "tokens".</param>
    /// <returns>The stage. Disposing it without <see cref="IStageProgress.Complete"/> marks it as stopped.</returns>
    IStageProgress StartStage(string name, long? totalUnits = null, string unit = "items");

    /// <summary>Says something worth a line.</summary>
    /// <param name="line">One line of plain text.</param>
    void Log(string line);

    /// <summary>Says something the user should act on.</summary>
    /// <param name="line">One line of plain text.</param>
    void Warn(string line);
}

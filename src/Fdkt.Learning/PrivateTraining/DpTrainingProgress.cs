namespace Fdkt.Learning.PrivateTraining;

/// <summary>Where private training stands. Holds nothing that depends on the records: no loss, no batch size.</summary>
/// <remarks>How long a step took does depend on the drawn records: who passes this on to others passes on step counts, not times.</remarks>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps of the plan.</param>
/// <param name="Elapsed">Time since the start.</param>
public sealed record DpTrainingProgress(int Step, int Steps, TimeSpan Elapsed);

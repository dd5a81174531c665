using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Reports;
using Fdkt.Privacy.Accounting;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What one client releases in one repetition.</summary>
/// <param name="Demos">The demonstrations.</param>
/// <param name="Privacy">What they cost, for the report.</param>
/// <param name="Stage">Counts of the stage.</param>
/// <param name="Events">What they cost, for the ledger: the events of the plan.</param>
/// <param name="Sums">The table that the demonstrations were chosen by, under the same charge; null where the mechanism trains a model.</param>
public sealed record SynthesisResult(
    IReadOnlyList<LabelledText> Demos, PrivacyReport Privacy, StageReport Stage, IReadOnlyList<PrivacyEvent> Events, ReleasedSums? Sums = null)
{
    /// <summary>Demonstrations as a data set that may leave the client.</summary>
    /// <param name="client">Whose records.</param>
    /// <param name="demos">What the mechanism released.</param>
    /// <param name="privacy">What the release cost.</param>
    /// <returns>The data set under its statement.</returns>
    public static ReleasedDataset Release(string client, IReadOnlyList<LabelledText> demos, PrivacyReport privacy)
    {
        ArgumentNullException.ThrowIfNull(privacy);
        var statement = new PrivacyStatement(
            client, privacy.Epsilon, privacy.Delta, privacy.Mechanism, privacy.Adjacency, privacy.Unit, $"{privacy.Accountant} {privacy.AccountantVersion}");
        return ReleasedDataset.Release(demos, statement, client);
    }
}

using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Federation;

/// <summary>A round file as a federation runs it. Pure.</summary>
public static class FederatedRound
{
    private const string OtherwiseTask = "task";

    private static readonly Comparison[] OnOneMachine =
    [
        Comparison.NonPrivateDemos, Comparison.PooledRealRows, Comparison.OwnMeans, Comparison.PublicPseudoLabels, Comparison.FdktPublicText, Comparison.FdktGenerated,
    ];

    /// <summary>The task of a round file: the nearest name to that in the file.</summary>
    /// <param name="file">The file.</param>
    public static TaskId TaskOf(RoundFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new TaskId(NameRule.Slug(file.Task.Name, OtherwiseTask));
    }

    /// <summary>The round without the comparison that needs private text at the server: nobody hands it over, not even for that.</summary>
    /// <param name="file">The file.</param>
    public static RoundFile WithoutPrivateText(RoundFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file with { Comparisons = [.. file.Comparisons.Where(comparison => comparison != Comparison.NonPrivateDemos)] };
    }

    /// <summary>The round with the comparisons that a federation makes: those that need real rows of several clients in one place never, and the parts of FDKT by themselves only on one machine.</summary>
    /// <param name="file">The file.</param>
    public static RoundFile WithFederatedComparisons(RoundFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file with { Comparisons = [.. file.Comparisons.Where(comparison => !OnOneMachine.Contains(comparison))] };
    }

    /// <summary>
    /// The round as an order carries it: without data, and without folders. Whose machine something lies on names it there: a client its student in client.json, the operator the
    /// embedder in the settings of the language model. So no worker opens a path that came over the network.
    /// </summary>
    /// <param name="file">The file.</param>
    public static RoundFile ToOrder(RoundFile file)
    {
        RoundFile round = WithFederatedComparisons(file);
        return round with { Data = null, Training = round.Training with { Student = null }, Augmentation = round.Augmentation with { Embedder = null }, Encoder = round.Encoder with { Folder = null } };
    }
}

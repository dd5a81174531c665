using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Auditing;

/// <summary>
/// Audits a release by its text alone, in one run: canaries stand among the private rows by fair coins, several times each, and the auditor asks which of them the released text makes
/// likelier than public text does.
/// </summary>
/// <remarks>
/// The claim is that of a unit with as many records as a canary has copies: the noise is for those. Weaker than an auditor who sees noisy sums, and closer to what an attacker has: its bound is mostly 0 where
/// noise does its work.
/// </remarks>
/// <param name="model">The public model. Not owned.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="reference">Public texts, which say what is likely anyhow.</param>
public sealed class ReleasedTextAudit(PublicModel model, int classes, IReadOnlyList<string> reference)
{
    private readonly BigramModel _reference = new(reference);

    /// <summary>Releases demonstrations of rows and canaries as a client does.</summary>
    /// <param name="rows">Private rows.</param>
    /// <param name="canaries">Canaries with classes. Each that takes part stands there as often as the options say that a unit has records.</param>
    /// <param name="options">Mechanism and budget.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="protect">False releases without privacy, to see what the auditor can see.</param>
    /// <param name="significance">Chance of refuting a true claim, in (0, 1).</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The bound, what was claimed (+∞ without privacy), and the released texts.</returns>
    public (AuditBounds Bounds, double Claimed, IReadOnlyList<string> Released) Run(
        IReadOnlyList<Example> rows, IReadOnlyList<Example> canaries, ClientSynthesisOptions options, IRandomSource source, bool protect, double significance = 0.05,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(canaries);
        ArgumentNullException.ThrowIfNull(options);
        var coins = new CanaryCoins(canaries.Count, source);
        Example[] all = [.. rows, .. canaries.Where((_, i) => coins[i]).SelectMany(canary => Enumerable.Repeat(canary, options.RecordsPerUnit))];
        IReadOnlyList<string> released;
        double claimed = double.PositiveInfinity;
        if (protect)
        {
            ClientRelease release = ClientSynthesis.Release(model, all, classes, options, source, cancellationToken: cancellationToken);
            (released, claimed) = ([.. release.Demos.Demos.Select(demo => demo.Text)], release.Guarantee.EpsilonPld);
        }
        else
        {
            released = UnprotectedRelease.Make(model, all, classes, options, cancellationToken);
        }

        var claim = new AuditClaim(claimed, options.Delta, significance, null, []);
        return (coins.Bounds(Scores(released, [.. canaries.Select(canary => canary.Text)]), claim), claimed, released);
    }

    /// <summary>How much likelier a text makes each canary than public text does.</summary>
    internal double[] Scores(IReadOnlyList<string> released, IReadOnlyList<string> canaries)
    {
        var learned = new BigramModel(released);
        return [.. canaries.Select(canary => learned.LogProbability(canary) - _reference.LogProbability(canary))];
    }
}

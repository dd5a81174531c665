using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;

namespace Fdkt.Privacy.Statements;

/// <summary>Writes a statement from what was done. The numbers come from the accountants, the words from here, so that they are the same everywhere.</summary>
public static class StatementBuilder
{
    /// <summary>Words for the only adjacency there is.</summary>
    /// <remarks>Neighbours differ in one unit, whose records are empty in one of them. n is the same and is published, since noise, sampling and steps are made for it.</remarks>
    public const string ZeroOut = "zero-out, n public";

    private static readonly string[] NotCovered =
    [
        "the client's classifier: trained without noise, it must stay with the client",
        "accuracies measured on private rows: they stay with the client unless its owner releases them, and then at a cost of their own",
        "the number of records and the set of labels, which are taken to be public",
        "which rows were held out to measure on, where there was no file of them",
        "how long the computation took, which depends on the data",
    ];

    /// <summary>Describes a release.</summary>
    /// <param name="client">Whose records.</param>
    /// <param name="releaseId">The release, as the ledger names it.</param>
    /// <param name="mechanism">How it was made.</param>
    /// <param name="events">Every mechanism that read private records.</param>
    /// <param name="recordCount">n, at least 2.</param>
    /// <param name="delta">δ in (0, 1/n).</param>
    /// <param name="recordsPerUnit">k, at least 1.</param>
    /// <param name="clipNorm">C; null where records are counted.</param>
    /// <param name="noise">Noise of gradients; without effect where nothing is trained.</param>
    /// <param name="lineage">What it was made from; null for nothing.</param>
    /// <param name="ofUsers">Whether records belong to users even where k is 1.</param>
    /// <exception cref="PrivacyParameterException">δ or n out of range.</exception>
    public static ReleaseStatement Build(
        string client, string releaseId, string mechanism, IReadOnlyList<PrivacyEvent> events, int recordCount, double delta,
        int recordsPerUnit = 1, double? clipNorm = null, GradientNoise noise = GradientNoise.Gaussian, IReadOnlyDictionary<string, string>? lineage = null,
        bool ofUsers = false)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(releaseId);
        ArgumentException.ThrowIfNullOrWhiteSpace(mechanism);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfLessThan(recordsPerUnit, 1);
        Calibration.DeltaRule.Check(delta, recordCount);
        PrivacyGuarantee guarantee = PrivacyAccounting.Account(events, delta);
        bool trains = events.Any(e => e is SampledGaussianEvent or GroupSampledGaussianEvent);
        bool exact = !trains || noise == GradientNoise.Discrete;
        return new ReleaseStatement
        {
            Client = client,
            ReleaseId = releaseId,
            Mechanism = mechanism,
            Events = [.. events],
            RecordCount = recordCount,
            Delta = delta,
            DeltaRule = delta.Equals(Calibration.DeltaRule.Default(recordCount)) ? Calibration.DeltaRule.DefaultInWords : "given; below 1/n",
            Epsilon = guarantee.EpsilonPld,
            EpsilonPld = guarantee.EpsilonPld,
            EpsilonRdp = guarantee.EpsilonRdp,
            EpsilonUnsampled = guarantee.EpsilonUnsampled,
            EpsilonAt = CommonDeltas.Epsilons(events),
            Accountants = guarantee.Accountants,
            Adjacency = ZeroOut,
            Unit = UnitOf(recordsPerUnit, ofUsers),
            RecordsPerUnit = recordsPerUnit,
            ClipNorm = clipNorm,
            Sampler = trains ? "Poisson: an independent coin for each record at each step; empty batches step too" : "none: every record takes part",
            Noise = exact ? "exact discrete Gaussian, integer arithmetic" : "Gaussian in floating point; attacks on its low bits are not excluded",
            Generator = "the operating system's cryptographic generator",
            Precision = trains ? "clipping and sums in float32, noise added once a step" : "sums in whole numbers",
            Lineage = lineage ?? new Dictionary<string, string>(),
            NotCovered = exact ? NotCovered : [.. NotCovered, "attacks on the rounding of floating-point noise"],
        };
    }

    /// <summary>The unit in words.</summary>
    /// <param name="recordsPerUnit">k, at least 1.</param>
    /// <param name="ofUsers">Whether records belong to users even where k is 1.</param>
    public static string UnitOf(int recordsPerUnit, bool ofUsers = false) => recordsPerUnit > 1
        ? FormattableString.Invariant($"one user with at most {recordsPerUnit} records")
        : ofUsers ? "one user with at most 1 record" : "one record";
}

using System.Text.Json;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Statements;

/// <summary>
/// All that a reader needs to check the ε of one release: what was done to private records, and what is claimed for it. Stored as JSON beside the
/// release. Immutable.
/// </summary>
/// <remarks><see cref="StatementVerification"/> recomputes the claims from <see cref="Events"/>. Fields are added, never renamed.</remarks>
public sealed record ReleaseStatement
{
    /// <summary>The version this build writes, and the newest it reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Version of the form.</summary>
    public int SchemaVersion { get; init; } = CurrentSchemaVersion;

    /// <summary>Whose records.</summary>
    public required string Client { get; init; }

    /// <summary>The release, as the ledger names it.</summary>
    public required string ReleaseId { get; init; }

    /// <summary>How private records became a release, such as "classMeans" or "lora".</summary>
    public required string Mechanism { get; init; }

    /// <summary>Every mechanism that read private records on the way to the release.</summary>
    public required IReadOnlyList<PrivacyEvent> Events { get; init; }

    /// <summary>n: the client's records.</summary>
    public required int RecordCount { get; init; }

    /// <summary>δ of every ε below.</summary>
    public required double Delta { get; init; }

    /// <summary>Where δ comes from, in words.</summary>
    public required string DeltaRule { get; init; }

    /// <summary>ε that is claimed: the number of record.</summary>
    public required double Epsilon { get; init; }

    /// <summary>ε by the privacy loss distribution.</summary>
    public required double EpsilonPld { get; init; }

    /// <summary>ε by Rényi differential privacy, the cross-check.</summary>
    public required double EpsilonRdp { get; init; }

    /// <summary>ε that remains if the sampling of batches is not trusted; equal to the others where nothing is sampled.</summary>
    public required double EpsilonUnsampled { get; init; }

    /// <summary>ε of the same events at other δ, by name: <see cref="CommonDeltas"/>. Empty in statements of earlier versions.</summary>
    public IReadOnlyDictionary<string, double> EpsilonAt { get; init; } = new Dictionary<string, double>();

    /// <summary>The accountants, with versions.</summary>
    public required string Accountants { get; init; }

    /// <summary>Which data sets count as neighbours, in words.</summary>
    public required string Adjacency { get; init; }

    /// <summary>What neighbours differ in: "one record", or "one user with at most k records".</summary>
    public required string Unit { get; init; }

    /// <summary>k: most records of one unit.</summary>
    public required int RecordsPerUnit { get; init; }

    /// <summary>C: bound on one record's part, in the units of the mechanism; null where each record is counted.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>How records enter a step, in words.</summary>
    public required string Sampler { get; init; }

    /// <summary>The kind of noise, in words.</summary>
    public required string Noise { get; init; }

    /// <summary>Where random bits come from, in words.</summary>
    public required string Generator { get; init; }

    /// <summary>In which numbers sums are made, in words.</summary>
    public required string Precision { get; init; }

    /// <summary>What the release was made from and where it is charged: names to hashes or ids.</summary>
    public IReadOnlyDictionary<string, string> Lineage { get; init; } = new Dictionary<string, string>();

    /// <summary>What ε says nothing about, a sentence each.</summary>
    public required IReadOnlyList<string> NotCovered { get; init; }

    /// <summary>The statement as indented JSON with a line end.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, StatementJsonContext.Default.ReleaseStatement) + "\n";

    /// <summary>Reads a statement.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <returns>The statement, not yet verified.</returns>
    /// <exception cref="JsonException">Not a statement that this version can check; the message says why.</exception>
    public static ReleaseStatement FromJson(ReadOnlySpan<byte> json)
    {
        ReleaseStatement statement = JsonSerializer.Deserialize(json, StatementJsonContext.Default.ReleaseStatement) ?? throw new JsonException("A statement is an object.");
        return statement.SchemaVersion is >= 1 and <= CurrentSchemaVersion
            ? statement
            : throw new JsonException(FormattableString.Invariant($"The statement has schema version {statement.SchemaVersion}; this version reads up to {CurrentSchemaVersion}."));
    }
}

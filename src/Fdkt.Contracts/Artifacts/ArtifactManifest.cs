using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Contracts.Artifacts;

/// <summary>What a data set is, beside which it is stored. Signed by the client where a client made it.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Task">The task.</param>
/// <param name="Round">The round that asked for it; null for a push.</param>
/// <param name="Seed">The repetition; null for a push.</param>
/// <param name="Client">The client that made it; null for the server.</param>
/// <param name="MadeBy">The step, such as "synthesize" or "augment".</param>
/// <param name="Dataset">The stored bytes: gzip JSON Lines of <c>{"text":…,"label":…}</c>.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="ContentHash"><see cref="ReleasedDataset.ContentHash"/>.</param>
/// <param name="Labels">The labels that occur, in ordinal order.</param>
/// <param name="Statements">What was promised about the private records behind it; at least one.</param>
/// <param name="Parents">Content hashes of what it was derived from; empty for a release.</param>
/// <param name="Ledger">How the client's privacy ledger stood; null for the server, and where an earlier version made it.</param>
public sealed record ArtifactManifest(
    int SchemaVersion,
    TaskId Task,
    RoundId? Round,
    int? Seed,
    ClientId? Client,
    string MadeBy,
    ArtifactReference Dataset,
    int Rows,
    string ContentHash,
    IReadOnlyList<string> Labels,
    IReadOnlyList<PrivacyStatement> Statements,
    IReadOnlyList<string> Parents,
    LedgerHead? Ledger = null) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

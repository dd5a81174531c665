using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Inbox;

/// <summary>What a client reads of the claim of a round on demonstrations that it pushed: which round they went into.</summary>
/// <param name="SchemaVersion">Version of the claim: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">The round.</param>
public sealed record TakenPush(int SchemaVersion, RoundId Round) : IControlDocument
{
    /// <summary>The version that this build reads.</summary>
    public const int CurrentSchemaVersion = 1;
}

using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>The claim of a round on demonstrations that waited: written once, so no two rounds go on with the same ones.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">The round that took them.</param>
/// <param name="Seed">Its repetition.</param>
/// <param name="Upload">What it took.</param>
internal sealed record TakenUpload(int SchemaVersion, RoundId Round, int Seed, AcceptedUpload Upload) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

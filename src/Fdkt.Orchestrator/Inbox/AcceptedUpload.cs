using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>Demonstrations that passed the checks: stored once for those a round asked for, and while they wait for those a client pushed or sent too late.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Client">Whose.</param>
/// <param name="Task">The task.</param>
/// <param name="Round">The round that asked; null for a push.</param>
/// <param name="Seed">The repetition; null for a push.</param>
/// <param name="ContentHash">Content hash of the data set.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Statement">What was promised.</param>
/// <param name="Rows">How many.</param>
/// <param name="Labels">The labels that occur.</param>
/// <param name="AcceptedAt">When.</param>
internal sealed record AcceptedUpload(
    int SchemaVersion,
    ClientId Client,
    TaskId Task,
    RoundId? Round,
    int? Seed,
    string ContentHash,
    ArtifactReference Manifest,
    PrivacyStatement Statement,
    int Rows,
    IReadOnlyList<string> Labels,
    DateTimeOffset AcceptedAt) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Where they lie.</summary>
    public ArtifactPath Path() => Round is { } round && Seed is { } seed ? ArtifactPath.Demos(Client, Task, round, seed) : ArtifactPath.Pushed(Client, Task, ContentHash);

    /// <summary>The event for a repetition that goes on with them.</summary>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    public DemosChecked For(RoundId round, int seed)
    {
        bool late = Round is not null && (Round != round || Seed != seed);
        var source = new DemoSource(Client, Manifest, Round is null ? ContentHash : null, late ? Round : null, late ? Seed : null);
        return new DemosChecked(Client, seed, source, Statement, Rows, null);
    }
}

using System.Security.Cryptography;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Transport.Tests;

/// <summary>Ids that no other test uses, so that tests may share a store, and small records that are valid.</summary>
internal static class Sample
{
    public static readonly TaskId Task = new("topics");
    public static readonly ClientId Client = new("client-1");
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static RoundId NewRound() => new($"r-{Guid.NewGuid():N}");

    public static TaskId NewTask() => new($"t-{Guid.NewGuid():N}");

    public static ArtifactPath NewPath() => ArtifactPath.Demos(Client, Task, NewRound(), 0);

    public static IReadOnlyList<LabelledText> Rows(string first = "a kitten sleeps") => [new(first, "animals"), new("the match ended in a draw", "sports")];

    public static ReleasedDataset Release(IEnumerable<LabelledText> rows) => ReleasedDataset.Release(
        rows, new PrivacyStatement(Client.Value, 4, 1e-5, PrivacyMechanism.Votes, "add or remove one", "one record", "pld 1"), "synthesize");

    public static SealedArtifact Artifact(ArtifactPath path, string first = "a kitten sleeps") => Artifact(path, Rows(first));

    public static SealedArtifact Artifact(ArtifactPath path, IEnumerable<LabelledText> rows) =>
        SealedArtifact.Seal(path, Release(rows), new ArtifactDescription(Task, new RoundId("round-1"), 0, Client), signer: null);

    public static ClientRegistration Registration(ClientId client, int rows = 10) =>
        new(ClientRegistration.CurrentSchemaVersion, client, "key", "AAAA", [Task], 8, rows, Now, null);

    public static DemoUpload Upload(ClientId client)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData("rows"u8));
        var path = ArtifactPath.Pushed(client, Task, hash);
        return new DemoUpload(DemoUpload.CurrentSchemaVersion, client, Task, null, null, hash, new ArtifactReference(path.Container, path.ManifestName, hash, 4, "application/json"), Now);
    }

    public static ClientId NewClient() => new($"c-{Guid.NewGuid():N}");
}

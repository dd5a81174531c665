using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests;

/// <summary>Small valid parts of contracts.</summary>
internal static class Example
{
    public const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public const string ReferenceJson =
        $$"""{"container":"demos","name":"client-1/topics/rounds/round-1/s1/manifest.json","sha256":"{{Hash}}","length":345,"mediaType":"application/json"}""";

    public const string StatementJson =
        """{"client":"client-1","epsilon":4,"delta":1E-05,"mechanism":"votes","adjacency":"add or remove one","unit":"one record","accountant":"pld 1"}""";

    public static readonly TaskId Task = new("topics");
    public static readonly RoundId Round = new("round-1");
    public static readonly ClientId Client = new("client-1");
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);
    public static readonly ArtifactPath Path = ArtifactPath.Demos(Client, Task, Round, 1);
    public static readonly ArtifactReference Reference = new(Path.Container, Path.ManifestName, Hash, 345, "application/json");
    public static readonly PrivacyStatement Statement = new("client-1", 4, 1e-5, PrivacyMechanism.Votes, "add or remove one", "one record", "pld 1");
    public static readonly ArtifactDescription Description = new(Task, Round, 1, Client);
    public static readonly LabelledText[] Rows = [new("the match ended", "sports"), new("a kitten sleeps", "animals"), new("a goal", "sports")];

    public static ReleasedDataset Release(params IEnumerable<LabelledText> rows) => ReleasedDataset.Release(rows, Statement, "synthesize");

    public static SealedArtifact Seal(IManifestSigner? signer = null) => SealedArtifact.Seal(Path, Release(Rows), Description, signer);
}

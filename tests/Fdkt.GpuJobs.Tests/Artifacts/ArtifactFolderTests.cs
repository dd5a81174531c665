using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;

namespace Fdkt.GpuJobs.Tests.Artifacts;

public sealed class ArtifactFolderTests : IDisposable
{
    private const string Name = "r.s0.synthesis.c";
    private static readonly ArtifactPath StorePath = ArtifactPath.Demos(new ClientId("c"), new TaskId("t"), new RoundId("r"), 0);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Find_WhatWasKept_HasTheVerySameBytes()
    {
        KeptArtifact kept = Folder().Keep(Name, Sealed("a text"), Record());

        KeptArtifact found = Folder().Find(Name, StorePath)!;

        Assert.Equal(kept.Artifact.DatasetBytes.ToArray(), found.Artifact.DatasetBytes.ToArray());
        Assert.Equal(kept.Artifact.ManifestBytes.ToArray(), found.Artifact.ManifestBytes.ToArray());
        Assert.Equal(kept.Artifact.Reference, found.Artifact.Reference);
        Assert.Equal("synthesize", Assert.Single(found.Record.Stages).Name);
        Assert.Null(Folder().Find("r.s1.synthesis.c", StorePath));
    }

    [Fact]
    public void Keep_AfterAKilledOne_ReplacesWhatItLeft()
    {
        string left = Path.Combine(_folder.Path, $".{Name}.tmp");
        Directory.CreateDirectory(left);
        File.WriteAllText(Path.Combine(left, "data.jsonl.gz"), "half");
        Assert.Null(Folder().Find(Name, StorePath));

        Folder().Keep(Name, Sealed("a text"), Record());

        Assert.Equal([Path.Combine(_folder.Path, Name)], Directory.GetDirectories(_folder.Path));
    }

    [Fact]
    public void Keep_ANameThatIsTaken_LeavesWhatIsThere()
    {
        KeptArtifact kept = Folder().Keep(Name, Sealed("a text"), Record());

        Assert.Throws<IOException>(() => Folder().Keep(Name, Sealed("another"), Record()));

        Assert.Equal(kept.Artifact.Reference, Folder().Find(Name, StorePath)!.Artifact.Reference);
    }

    [Theory]
    [InlineData("data.jsonl.gz")]
    [InlineData("manifest.json")]
    [InlineData("record.json")]
    public void Find_AFileDamagedOrGone_IsNeverTakenForNothing(string file)
    {
        Folder().Keep(Name, Sealed("a text"), Record());
        string path = Path.Combine(_folder.Path, Name, file);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);

        KeptArtifactException damaged = Assert.Throws<KeptArtifactException>(() => Folder().Find(Name, StorePath));
        File.Delete(path);
        Assert.Throws<KeptArtifactException>(() => Folder().Find(Name, StorePath));

        Assert.Contains("Restore the folder", damaged.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static KeptRecord Record() => KeptRecord.Of([new StageReport("synthesize", 2, 1, new Dictionary<string, long> { ["surplus"] = 1 }, 0.5, 10)], null);

    private static SealedArtifact Sealed(string text)
    {
        var statement = new PrivacyStatement("c", 1, 1e-5, PrivacyMechanism.Votes, "add or remove one", "one record", "pld");
        return SealedArtifact.Seal(StorePath, ReleasedDataset.Release([new LabelledText(text, "a")], statement, "synthesize"), new ArtifactDescription(new TaskId("t"), new RoundId("r"), 0, new ClientId("c")), null);
    }

    private ArtifactFolder Folder() => new(_folder.Path);
}

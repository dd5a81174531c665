using System.IO.Compression;
using System.Text;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport.Tests.Artifacts;

/// <summary>What every artifact store does.</summary>
public abstract class ArtifactStoreContract
{
    private const int Writers = 20;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store, as another process opens it each time.</summary>
    internal abstract IArtifactStore Open();

    /// <summary>Puts bytes where the store keeps its own, as damage or a hostile client does.</summary>
    internal abstract Task PutAsync(string container, string name, byte[] bytes);

    /// <summary>What is stored under a name; null where there is nothing.</summary>
    internal abstract Task<byte[]?> GetAsync(string container, string name);

    [Fact]
    public async Task ReadAsync_WhatWasWritten_ReturnsRowsAndManifest()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());

        ArtifactReference written = await Open().WriteAsync(artifact, Token);
        StoredArtifact read = await Open().ReadAsync(artifact.Path, written, ArtifactLimits.Default, Token);

        Assert.Equal(artifact.Reference, written);
        Assert.Equal(Sample.Rows(), read.Dataset.Rows);
        Assert.Equal(artifact.Manifest.ContentHash, read.Manifest.ContentHash);
        Assert.Equal(artifact.Manifest.Statements, read.Dataset.Statements);
    }

    [Fact]
    public async Task FindAsync_BeforeAndAfterWriting_ReturnsNullThenTheReference()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        IArtifactStore store = Open();

        ArtifactReference? before = await store.FindAsync(artifact.Path, Token);
        await store.WriteAsync(artifact, Token);

        Assert.Null(before);
        Assert.Equal(artifact.Reference, await store.FindAsync(artifact.Path, Token));
    }

    [Fact]
    public async Task WriteAsync_SameBytesAgain_ChangesNothing()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());

        await Open().WriteAsync(artifact, Token);
        ArtifactReference again = await Open().WriteAsync(artifact, Token);

        Assert.Equal(artifact.Reference, again);
    }

    [Fact]
    public async Task WriteAsync_DatasetWithoutManifest_AddsTheManifest()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await PutAsync(artifact.Path.Container, artifact.Path.DatasetName, artifact.DatasetBytes.ToArray());

        await Open().WriteAsync(artifact, Token);

        Assert.Equal(artifact.Reference, await Open().FindAsync(artifact.Path, Token));
    }

    [Fact]
    public async Task WriteAsync_OtherBytesStored_ThrowsAndKeepsThem()
    {
        SealedArtifact first = Sample.Artifact(Sample.NewPath());
        await Open().WriteAsync(first, Token);

        ArtifactConflictException conflict = await Assert.ThrowsAsync<ArtifactConflictException>(() => Open().WriteAsync(Sample.Artifact(first.Path, "another text"), Token));

        Assert.Equal(first.Path, conflict.Path);
        Assert.Equal(Sample.Rows(), (await Open().ReadAsync(first.Path, first.Reference, ArtifactLimits.Default, Token)).Dataset.Rows);
    }

    [Fact]
    public async Task WriteAsync_TwentyWritersOfDifferentBytes_OneWinsWhole()
    {
        ArtifactPath path = Sample.NewPath();
        SealedArtifact[] artifacts = [.. Enumerable.Range(0, Writers).Select(i => Sample.Artifact(path, $"text of writer {i}"))];

        bool[] won = await Task.WhenAll(artifacts.Select(artifact => Task.Run(async () =>
        {
            try
            {
                await Open().WriteAsync(artifact, Token);
                return true;
            }
            catch (ArtifactConflictException)
            {
                return false;
            }
        })));

        SealedArtifact winner = artifacts[Assert.Single(Enumerable.Range(0, Writers), i => won[i])];
        Assert.Equal(winner.Manifest.ContentHash, (await Open().ReadAsync(path, winner.Reference, ArtifactLimits.Default, Token)).Manifest.ContentHash);
    }

    [Fact]
    public async Task WriteAsync_TwentyWritersOfTheSameBytes_AllSucceed()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());

        ArtifactReference[] written = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => Open().WriteAsync(artifact, Token))));

        Assert.All(written, reference => Assert.Equal(artifact.Reference, reference));
    }

    [Fact]
    public async Task ReadAsync_NothingStored_IsMissing()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());

        await RefusedAsync(ReasonCode.MissingArtifact, artifact);
    }

    [Fact]
    public async Task ReadAsync_ManifestWithoutDataset_IsMissing()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await PutAsync(artifact.Path.Container, artifact.Path.ManifestName, artifact.ManifestBytes.ToArray());

        await RefusedAsync(ReasonCode.MissingArtifact, artifact);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("flipped")]
    [InlineData("empty")]
    public async Task ReadAsync_DatasetIsNotTheAnnouncedBytes_IsAMismatch(string damage)
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await PutAsync(artifact.Path.Container, artifact.Path.ManifestName, artifact.ManifestBytes.ToArray());
        await PutAsync(artifact.Path.Container, artifact.Path.DatasetName, Damaged(artifact.DatasetBytes.ToArray(), damage));

        await RefusedAsync(ReasonCode.ContentMismatch, artifact);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("longer")]
    [InlineData("flipped")]
    [InlineData("empty")]
    public async Task ReadAsync_ManifestIsNotTheAnnouncedBytes_IsAMismatch(string damage)
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await PutAsync(artifact.Path.Container, artifact.Path.DatasetName, artifact.DatasetBytes.ToArray());
        await PutAsync(artifact.Path.Container, artifact.Path.ManifestName, Damaged(artifact.ManifestBytes.ToArray(), damage));

        await RefusedAsync(ReasonCode.ContentMismatch, artifact);
    }

    [Theory]
    [InlineData("augmented", null)]
    [InlineData(null, "client-2/topics/rounds/round-1/s0/manifest.json")]
    [InlineData(null, "../control/clients/client-1.json")]
    [InlineData(null, "/etc/passwd")]
    [InlineData(null, "")]
    public async Task ReadAsync_ReferenceNamesAnotherPlace_IsRefusedByName(string? container, string? name)
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await Open().WriteAsync(artifact, Token);
        ArtifactReference elsewhere = artifact.Reference with { Container = container ?? artifact.Reference.Container, Name = name ?? artifact.Reference.Name };

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Open().ReadAsync(artifact.Path, elsewhere, ArtifactLimits.Default, Token));

        Assert.Equal(ReasonCode.InvalidName, refused.Reason);
    }

    [Fact]
    public async Task ReadAsync_ManifestOfAnotherPlace_IsRefusedByName()
    {
        ArtifactPath path = Sample.NewPath();
        SealedArtifact foreign = Sample.Artifact(Sample.NewPath());
        await PutAsync(path.Container, path.DatasetName, foreign.DatasetBytes.ToArray());
        await PutAsync(path.Container, path.ManifestName, foreign.ManifestBytes.ToArray());

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => Open().ReadAsync(path, foreign.Reference with { Name = path.ManifestName }, ArtifactLimits.Default, Token));

        Assert.Equal(ReasonCode.InvalidName, refused.Reason);
    }

    [Theory]
    [InlineData(nameof(ArtifactLimits.MaximumManifestBytes), ReasonCode.TooManyBytes)]
    [InlineData(nameof(ArtifactLimits.MaximumPackedBytes), ReasonCode.TooManyBytes)]
    [InlineData(nameof(ArtifactLimits.MaximumUnpackedBytes), ReasonCode.TooManyBytes)]
    [InlineData(nameof(ArtifactLimits.MaximumRows), ReasonCode.TooManyRows)]
    [InlineData(nameof(ArtifactLimits.MaximumLineBytes), ReasonCode.TextTooLong)]
    public async Task ReadAsync_OneBeyondALimit_IsRefused(string limit, ReasonCode reason)
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await Open().WriteAsync(artifact, Token);
        int unpacked = Unpacked(artifact).Length;
        int line = Unpacked(artifact).Split('\n').Max(text => text.Length);
        var exact = new ArtifactLimits(artifact.ManifestBytes.Length, artifact.DatasetBytes.Length, unpacked, Sample.Rows().Count, line);
        ArtifactLimits beyond = limit switch
        {
            nameof(ArtifactLimits.MaximumManifestBytes) => exact with { MaximumManifestBytes = exact.MaximumManifestBytes - 1 },
            nameof(ArtifactLimits.MaximumPackedBytes) => exact with { MaximumPackedBytes = exact.MaximumPackedBytes - 1 },
            nameof(ArtifactLimits.MaximumUnpackedBytes) => exact with { MaximumUnpackedBytes = exact.MaximumUnpackedBytes - 1 },
            nameof(ArtifactLimits.MaximumRows) => exact with { MaximumRows = exact.MaximumRows - 1 },
            _ => exact with { MaximumLineBytes = exact.MaximumLineBytes - 1 },
        };

        Assert.NotNull(await Open().ReadAsync(artifact.Path, artifact.Reference, exact, Token));
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Open().ReadAsync(artifact.Path, artifact.Reference, beyond, Token));

        Assert.Equal(reason, refused.Reason);
    }

    [Fact]
    public async Task QuarantineAsync_Twice_KeepsTheFirstReasonAndTheBytes()
    {
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath());
        await Open().WriteAsync(artifact, Token);
        ReasonCode? before = await Open().QuarantineReasonAsync(artifact.Path, Token);

        await Open().QuarantineAsync(artifact.Path, ReasonCode.BadSignature, Token);
        await Open().QuarantineAsync(artifact.Path, ReasonCode.Late, Token);

        Assert.Null(before);
        Assert.Equal(ReasonCode.BadSignature, await Open().QuarantineReasonAsync(artifact.Path, Token));
        Assert.Equal(artifact.DatasetBytes.ToArray(), await GetAsync(artifact.Path.Container, artifact.Path.DatasetName));
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("{\"schemaVersion\":1,\"reason\":\"inventedLater\"}")]
    [InlineData("")]
    public async Task QuarantineReasonAsync_MarkDoesNotRead_StillQuarantines(string mark)
    {
        ArtifactPath path = Sample.NewPath();
        await PutAsync(path.Container, path.QuarantineName, Encoding.UTF8.GetBytes(mark));

        Assert.Equal(ReasonCode.MalformedJson, await Open().QuarantineReasonAsync(path, Token));
    }

    [Fact]
    public async Task WriteAsync_LargeDataset_ReadsBack()
    {
        // Random digits do not compress: several buffers and, on a network, several packets.
        var random = new Random(7);
        LabelledText[] rows = [.. Enumerable.Range(0, 2000).Select(_ => new LabelledText(string.Concat(Enumerable.Range(0, 200).Select(_ => (char)('a' + random.Next(26)))), "letters"))];
        SealedArtifact artifact = Sample.Artifact(Sample.NewPath(), rows);

        await Open().WriteAsync(artifact, Token);

        Assert.Equal(rows, (await Open().ReadAsync(artifact.Path, artifact.Reference, ArtifactLimits.Default, Token)).Dataset.Rows);
    }

    private async Task RefusedAsync(ReasonCode reason, SealedArtifact artifact)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Open().ReadAsync(artifact.Path, artifact.Reference, ArtifactLimits.Default, Token));
        Assert.Equal(reason, refused.Reason);
    }

    private static byte[] Damaged(byte[] bytes, string damage) => damage switch
    {
        "cut" => bytes[..^1],
        "longer" => [.. bytes, 0],
        "flipped" => [.. bytes[..^9], (byte)(bytes[^9] ^ 1), .. bytes[^8..]],
        _ => [],
    };

    private static string Unpacked(SealedArtifact artifact)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(artifact.DatasetBytes.ToArray()), CompressionMode.Decompress));
        return text.ReadToEnd();
    }
}

using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Learning.Tests.TextStates;

namespace Fdkt.Learning.Tests.Encoders;

public sealed class CheckpointEncoderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-embedder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task EncodeAsync_Texts_GivesUnitVectorsThatLieCloseWithinASubject(string kind)
    {
        using var encoder = CheckpointEncoder.Load(TinyCheckpoints.Write(kind, _folder), cancellationToken: TestContext.Current.CancellationToken);
        Example[] rows = TopicTexts.Rows(90, 4);

        float[][] vectors = await encoder.EncodeAsync([.. rows.Select(row => row.Text)], EncodingMode.Batched, TestContext.Current.CancellationToken);

        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(v => v * v), 1e-4));
        (double Cosine, bool Same)[] pairs = [.. Enumerable.Range(0, rows.Length).SelectMany(i => Enumerable.Range(0, i).Select(j => ((double)vectors[i].Zip(vectors[j], (a, b) => a * b).Sum(), rows[i].Label == rows[j].Label)))];
        Assert.True(pairs.Where(pair => pair.Same).Average(pair => pair.Cosine) > pairs.Where(pair => !pair.Same).Average(pair => pair.Cosine));
        Assert.True(encoder.StaysInProcess);
    }

    [Fact]
    public async Task EncodeAsync_ManyTextsOfManyLengths_KeepsTheirOrder()
    {
        using var encoder = CheckpointEncoder.Load(TinyCheckpoints.Write("bert", _folder), cancellationToken: TestContext.Current.CancellationToken);
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? "goal" : string.Concat(Enumerable.Repeat("bank ", i % 20)))];

        float[][] vectors = await encoder.EncodeAsync(texts, EncodingMode.Batched, TestContext.Current.CancellationToken);

        float[] goal = (await encoder.EncodeAsync(["goal"], EncodingMode.Independent, TestContext.Current.CancellationToken))[0];
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(i % 3 == 0, vectors[i].Zip(goal, (a, b) => a * b).Sum() > 0.9999));
    }

    [Fact]
    public async Task EncodeAsync_Independent_GivesTheSameBitsWhicheverOthersAreThere()
    {
        using var encoder = CheckpointEncoder.Load(TinyCheckpoints.Write("bert", _folder), cancellationToken: TestContext.Current.CancellationToken);
        string[] texts = [.. TopicTexts.Rows(9, 4).Select(row => row.Text)];

        float[][] all = await encoder.EncodeAsync(texts, EncodingMode.Independent, TestContext.Current.CancellationToken);
        float[][] fewer = await encoder.EncodeAsync([.. texts.Where((_, i) => i != 4)], EncodingMode.Independent, TestContext.Current.CancellationToken);

        Assert.Equal(all.Where((_, i) => i != 4), fewer);
    }

    [Fact]
    public void Hash_OtherCut_IsAnother()
    {
        string folder = TinyCheckpoints.Write("bert", _folder);
        using var one = CheckpointEncoder.Load(folder, 32, TestContext.Current.CancellationToken);
        using var same = CheckpointEncoder.Load(folder, 32, TestContext.Current.CancellationToken);
        using var other = CheckpointEncoder.Load(folder, 16, TestContext.Current.CancellationToken);

        Assert.Equal(one.Hash, same.Hash);
        Assert.NotEqual(one.Hash, other.Hash);
    }

    [Fact]
    public void Identity_OfAFolder_ChangesWithAByteOfTheModelAlone()
    {
        TinyCheckpoints.Write("bert", _folder);
        string before = CheckpointIdentity.Of(_folder, TestContext.Current.CancellationToken);
        File.WriteAllText(Path.Combine(_folder, "README.md"), "Read me.");
        Assert.Equal(before, CheckpointIdentity.Of(_folder, TestContext.Current.CancellationToken));

        string weights = Path.Combine(_folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        bytes[^1] ^= 1;
        File.WriteAllBytes(weights, bytes);

        Assert.NotEqual(before, CheckpointIdentity.Of(_folder, TestContext.Current.CancellationToken));
    }
}

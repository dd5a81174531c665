using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Students;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Learning.Tests.TextStates;

namespace Fdkt.Learning.Tests.Embedding;

public sealed class MeanStateEmbedderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-embedder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public async Task EmbedAsync_Texts_GivesUnitVectorsThatLieCloseWithinASubject(string kind)
    {
        using var embedder = MeanStateEmbedder.Load(TinyCheckpoints.Write(kind, _folder), cancellationToken: TestContext.Current.CancellationToken);
        Example[] rows = TopicTexts.Rows(90, 4);

        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync([.. rows.Select(row => row.Text)], TestContext.Current.CancellationToken);

        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(v => v * v), 1e-4));
        (double Cosine, bool Same)[] pairs = [.. Enumerable.Range(0, rows.Length).SelectMany(i => Enumerable.Range(0, i).Select(j => ((double)vectors[i].Zip(vectors[j], (a, b) => a * b).Sum(), rows[i].Label == rows[j].Label)))];
        Assert.True(pairs.Where(pair => pair.Same).Average(pair => pair.Cosine) > pairs.Where(pair => !pair.Same).Average(pair => pair.Cosine));
        Assert.True(embedder.StaysInProcess);
    }

    [Fact]
    public async Task EmbedAsync_ManyTextsOfManyLengths_KeepsTheirOrder()
    {
        using var embedder = MeanStateEmbedder.Load(TinyCheckpoints.Write("bert", _folder), cancellationToken: TestContext.Current.CancellationToken);
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? "goal" : string.Concat(Enumerable.Repeat("bank ", i % 20)))];

        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync(texts, TestContext.Current.CancellationToken);

        float[] goal = (await embedder.EmbedAsync(["goal"], TestContext.Current.CancellationToken))[0];
        Assert.All(Enumerable.Range(0, 100), i => Assert.Equal(i % 3 == 0, vectors[i].Zip(goal, (a, b) => a * b).Sum() > 0.9999));
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

using Fdkt.ServerModels.Embedding;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Tests.Embedding;

public sealed class OnnxEmbedderTests : IDisposable
{
    private const string Words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngoal\nmatch\nbank\nmarket\nplay\n##ing\n";

    // Padding has a large state of its own, so that a mean over it would show.
    private static readonly float[][] Table = [[90, 90], [0, 0], [0, 0], [0, 0], [0, 0], [1, 0], [3, 4], [0, 1], [0, 5], [2, 0], [0, 2]];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("input_ids", "attention_mask")]
    [InlineData("input_ids", "attention_mask", "token_type_ids")]
    public async Task EmbedAsync_Texts_GivesTheMeanOverTheTokensScaledToOne(params string[] inputs)
    {
        using OnnxEmbedder embedder = Load(SmallOnnxModel.Lookup(Table, inputs));

        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync(["goal match", "Bank, market bank", "playing", "goal", "unheard words"], TestContext.Current.CancellationToken);

        float[][] expected = [Unit(4, 4), Unit(0, 7), Unit(2, 2), [1, 0], [0, 0]];
        Assert.All(expected.Zip(vectors), pair => Assert.Equal(pair.First, pair.Second, (a, b) => Math.Abs(a - b) < 1e-6f));
        Assert.True(embedder.StaysInProcess);
    }

    [Fact]
    public async Task EmbedAsync_ManyTexts_KeepsTheirOrder()
    {
        using OnnxEmbedder embedder = Load(SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask"));
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => i % 3 == 0 ? "goal" : $"{string.Concat(Enumerable.Repeat("bank ", i % 40))}market")];

        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync(texts, TestContext.Current.CancellationToken);

        Assert.Equal(150, vectors.Count);
        Assert.All(Enumerable.Range(0, 150), i => Assert.Equal(i % 3 == 0 ? 1f : 0f, vectors[i][0], 6));
    }

    [Fact]
    public async Task EmbedAsync_TextOverTheLimit_IsCut()
    {
        using OnnxEmbedder embedder = Load(SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask"));

        IReadOnlyList<float[]> vectors = await embedder.EmbedAsync([$"{string.Concat(Enumerable.Repeat("goal ", 2_000))} market", "goal"], TestContext.Current.CancellationToken);

        Assert.Equal(vectors[1], vectors[0]);
    }

    [Fact]
    public void Load_OtherInputs_SaysSo()
    {
        BackendSettingsException error = Assert.Throws<BackendSettingsException>(() => Load(SmallOnnxModel.Lookup(Table, "pixels")));

        Assert.Contains("takes other inputs", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Load_FileCutShort_SaysSo(int length)
    {
        BackendSettingsException error = Assert.Throws<BackendSettingsException>(() => Load(SmallOnnxModel.Lookup(Table, "input_ids")[..length]));

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_FolderWithoutThem_NamesTheFile() => Assert.Contains("model.onnx is missing", Assert.Throws<BackendSettingsException>(() => OnnxEmbedder.Load(_folder.Path)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private OnnxEmbedder Load(byte[] model)
    {
        _folder.Write("model.onnx", model);
        _folder.Write("vocab.txt", Words);
        return OnnxEmbedder.Load(_folder.Path);
    }

    private static float[] Unit(float x, float y) => [x / MathF.Sqrt((x * x) + (y * y)), y / MathF.Sqrt((x * x) + (y * y))];
}

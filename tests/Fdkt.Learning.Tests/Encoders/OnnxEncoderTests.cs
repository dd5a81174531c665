using Fdkt.Learning.Encoders;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Encoders;

public sealed class OnnxEncoderTests : IDisposable
{
    private const string Words = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\ngoal\nmatch\nbank\nmarket\nplay\n##ing\n";

    // Padding has a large state of its own, so that a mean over it would show.
    private static readonly float[][] Table = [[90, 90], [0, 0], [0, 0], [0, 0], [0, 0], [1, 0], [3, 4], [0, 1], [0, 5], [2, 0], [0, 2]];

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(EncodingMode.Batched, "input_ids", "attention_mask")]
    [InlineData(EncodingMode.Independent, "input_ids", "attention_mask", "token_type_ids")]
    public async Task EncodeAsync_Texts_GivesTheMeanOverTheTokensScaledToOne(EncodingMode mode, params string[] inputs)
    {
        using OnnxEncoder encoder = Load(SmallOnnxModel.Lookup(Table, inputs));

        float[][] vectors = await encoder.EncodeAsync(["goal match", "Bank, market bank", "playing", "goal", "unheard words"], mode, TestContext.Current.CancellationToken);

        float[][] expected = [Unit(4, 4), Unit(0, 7), Unit(2, 2), [1, 0], [0, 0]];
        Assert.All(expected.Zip(vectors), pair => Assert.Equal(pair.First, pair.Second, (a, b) => Math.Abs(a - b) < 1e-6f));
        Assert.True(encoder.StaysInProcess);
    }

    [Theory]
    [InlineData(EncodingMode.Batched)]
    [InlineData(EncodingMode.Independent)]
    public async Task EncodeAsync_ManyTexts_KeepsTheirOrder(EncodingMode mode)
    {
        using OnnxEncoder encoder = Load(SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask"));
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => i % 3 == 0 ? "goal" : $"{string.Concat(Enumerable.Repeat("bank ", i % 40))}market")];

        float[][] vectors = await encoder.EncodeAsync(texts, mode, TestContext.Current.CancellationToken);

        Assert.Equal(150, vectors.Length);
        Assert.All(Enumerable.Range(0, 150), i => Assert.Equal(i % 3 == 0 ? 1f : 0f, vectors[i][0], 6));
    }

    [Theory]
    [InlineData(EncodingMode.Batched)]
    [InlineData(EncodingMode.Independent)]
    public async Task EncodeAsync_TextOverTheLimit_IsCut(EncodingMode mode)
    {
        using OnnxEncoder encoder = Load(SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask"));

        float[][] vectors = await encoder.EncodeAsync([$"{string.Concat(Enumerable.Repeat("goal ", 2_000))} market", "goal"], mode, TestContext.Current.CancellationToken);

        Assert.Equal(vectors[1], vectors[0]);
    }

    [Fact]
    public async Task EncodeAsync_Progress_CountsEveryText()
    {
        using OnnxEncoder encoder = Load(SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask"));
        var told = new Counts();

        await encoder.EncodeAsync([.. Enumerable.Repeat("goal", 70)], EncodingMode.Batched, told, TestContext.Current.CancellationToken);

        // Runs of 32, 32 and 6 end in any order.
        Assert.Equal(3, told.Values.Count);
        Assert.Equal(70, told.Values.Max());
    }

    [Fact]
    public async Task EncodeAsync_Cancelled_Stops()
    {
        using OnnxEncoder encoder = Load(SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoder.EncodeAsync(["goal"], EncodingMode.Independent, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Hash_OtherModelOrVocabulary_IsAnother()
    {
        byte[] model = SmallOnnxModel.Lookup(Table, "input_ids", "attention_mask");
        using OnnxEncoder first = Load(model);
        using OnnxEncoder same = Load(model);
        _folder.Write("vocab.txt", Words.Replace("goal", "aim", StringComparison.Ordinal));
        using var otherWords = OnnxEncoder.Load(_folder.Path);
        using OnnxEncoder otherModel = Load(SmallOnnxModel.Lookup([.. Table.Reverse()], "input_ids", "attention_mask"));

        Assert.Equal(first.Hash, same.Hash);
        Assert.Equal(3, new HashSet<string>([first.Hash, otherWords.Hash, otherModel.Hash], StringComparer.Ordinal).Count);
    }

    [Fact]
    public void Load_OtherInputs_NamesThem()
    {
        EncoderException error = Assert.Throws<EncoderException>(() => Load(SmallOnnxModel.Lookup(Table, "pixels")));

        Assert.Contains("takes other inputs", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    public void Load_FileCutShort_SaysSo(int length)
    {
        EncoderException error = Assert.Throws<EncoderException>(() => Load(SmallOnnxModel.Lookup(Table, "input_ids")[..length]));

        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_FolderWithoutThem_NamesTheFile() => Assert.Contains("model.onnx is missing", Assert.Throws<EncoderException>(() => OnnxEncoder.Load(_folder.Path)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private sealed class Counts : IProgress<int>
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }

    private OnnxEncoder Load(byte[] model)
    {
        _folder.Write("model.onnx", model);
        _folder.Write("vocab.txt", Words);
        return OnnxEncoder.Load(_folder.Path);
    }

    private static float[] Unit(float x, float y) => [x / MathF.Sqrt((x * x) + (y * y)), y / MathF.Sqrt((x * x) + (y * y))];
}

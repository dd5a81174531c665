using Fdkt.Learning.Encoders;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Encoders;

/// <summary>The pretrained encoder against what others publish of it, and against itself.</summary>
public sealed class BuiltInEncoderTests
{
    // The model's own example, with the cosines that the Sentence Transformers quickstart prints of it.
    private static readonly string[] Example = ["The weather is lovely today.", "It's so sunny outside!", "He drove to the stadium."];

    private static readonly string[] Texts =
    [
        .. Example, "", "a", "Oil prices soar to an all-time record, posing a new menace to the economy.", "Short text", "Another one",
        string.Join(' ', Enumerable.Repeat("a long text about many matters that goes on", 60)), "The striker scores twice in the second half", "Ünïcödé ok",
    ];

    // BERT's uncased vocabulary has given these ids since 2018.
    [Theory]
    [InlineData("Hello, world!", 101, 7592, 1010, 2088, 999, 102)]
    [InlineData("This is an example sentence", 101, 2023, 2003, 2019, 2742, 6251, 102)]
    [InlineData("Each sentence is converted", 101, 2169, 6251, 2003, 4991, 102)]
    [InlineData("", 101, 102)]
    public void Tokens_KnownTexts_AreTheKnownIds(string text, params int[] ids) => Assert.Equal(ids, BuiltInEncoder.Load().Tokens(text));

    [Theory]
    [InlineData(EncodingMode.Independent)]
    [InlineData(EncodingMode.Batched)]
    public async Task EncodeAsync_PublishedExample_HasThePublishedCosines(EncodingMode mode)
    {
        float[][] states = await BuiltInEncoder.Load().EncodeAsync(Example, mode, TestContext.Current.CancellationToken);

        Assert.Equal(0.6660, Cosine(states[0], states[1]), 1e-3);
        Assert.Equal(0.1046, Cosine(states[0], states[2]), 1e-3);
        Assert.Equal(0.1411, Cosine(states[1], states[2]), 1e-3);
        Assert.All(states, state => Assert.Equal(1, Cosine(state, state), 1e-5));
        Assert.Equal(384, BuiltInEncoder.Load().Dimension);
    }

    [Fact]
    public async Task EncodeAsync_Independent_GivesTheSameBitsWithoutAnyOneOfTheOthers()
    {
        OnnxEncoder encoder = BuiltInEncoder.Load();
        float[][] all = await encoder.EncodeAsync(Texts, EncodingMode.Independent, TestContext.Current.CancellationToken);

        for (int gone = 0; gone < Texts.Length; gone++)
        {
            float[][] fewer = await encoder.EncodeAsync([.. Texts.Where((_, i) => i != gone)], EncodingMode.Independent, TestContext.Current.CancellationToken);
            Assert.Equal(all.Where((_, i) => i != gone), fewer);
        }
    }

    [Fact]
    public async Task EncodeAsync_OtherNumberOfThreads_GivesTheSameBits()
    {
        using OnnxEncoder alone = BuiltInEncoder.Load(BuiltInEncoder.File, threads: 1);
        using OnnxEncoder many = BuiltInEncoder.Load(BuiltInEncoder.File, threads: 3);

        float[][] one = await alone.EncodeAsync(Texts, EncodingMode.Independent, TestContext.Current.CancellationToken);
        float[][] three = await many.EncodeAsync(Texts, EncodingMode.Independent, TestContext.Current.CancellationToken);

        Assert.Equal(one, three);
        Assert.Equal(alone.Hash, many.Hash);
    }

    [Fact]
    public async Task EncodeAsync_Batched_GivesTheStatesOfTextsAlone()
    {
        OnnxEncoder encoder = BuiltInEncoder.Load();

        float[][] alone = await encoder.EncodeAsync(Texts, EncodingMode.Independent, TestContext.Current.CancellationToken);
        float[][] together = await encoder.EncodeAsync(Texts, EncodingMode.Batched, TestContext.Current.CancellationToken);

        Assert.All(alone.Zip(together), pair => Assert.Equal(1, Cosine(pair.First, pair.Second), 1e-5));
    }

    [Fact]
    public void Hash_OfTheLoadedEncoder_IsTheOneThatOrdersName() => Assert.Equal(BuiltInEncoder.Hash, BuiltInEncoder.Load().Hash);

    [Fact]
    public void RunsOf_Batched_PutsTextsOfOneLengthTogetherAndNoMoreThanARun()
    {
        int[][] ids = [.. Enumerable.Range(0, 100).Select(i => new int[i % 2 == 0 ? 5 : 9])];

        int[][] runs = [.. OnnxEncoder.RunsOf(ids, EncodingMode.Batched)];

        Assert.Equal(Enumerable.Range(0, 100), runs.SelectMany(run => run).Order());
        Assert.All(runs, run => Assert.Single(run.Select(i => ids[i].Length).Distinct()));
        Assert.True(runs.Max(run => run.Length) <= OnnxEncoder.TextsPerRun);
    }

    [Fact]
    public void Load_FileOfOtherKind_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        string text = folder.Write("other.dll", "no assembly");

        Assert.Contains("Restore and build again", Assert.Throws<EncoderException>(() => BuiltInEncoder.Load(text)).Message, StringComparison.Ordinal);
        Assert.Contains("Restore and build again", Assert.Throws<EncoderException>(() => BuiltInEncoder.Load(text + ".none")).Message, StringComparison.Ordinal);
        Assert.Contains("no resource", Assert.Throws<EncoderException>(() => BuiltInEncoder.Load(typeof(BuiltInEncoder).Assembly.Location)).Message, StringComparison.Ordinal);
    }

    private static double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}

using Fdkt.Learning.Embedding;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tests.PublicModels;

namespace Fdkt.Learning.Tests.Embedding;

public sealed class TextEncoderTests
{
    private static readonly TextEncoder Encoder = SmallModel.Shared.Encoder;

    [Fact]
    public void Encode_KnownWords_HasLengthOne() =>
        Assert.All(TopicTexts.Texts(20, 9), text => Assert.Equal(1, Math.Sqrt(VectorMath.Dot(Encoder.Encode(text), Encoder.Encode(text))), 5));

    [Theory]
    [InlineData("")]
    [InlineData("xylophone zzz")]
    [InlineData("😀 !!")]
    public void Encode_NoKnownWord_IsZero(string text) => Assert.Equal(new float[Encoder.Dimension], Encoder.Encode(text));

    [Fact]
    public void Encode_RepeatedWordsAndOtherCase_ChangeNothing() =>
        Assert.Equal(Encoder.Encode("goal team"), Encoder.Encode("GOAL goal, team! team goal"));

    [Fact]
    public void Encode_TextsOfOneSubject_AreCloserThanOthers()
    {
        float[] first = Encoder.Encode("goal match team player"), same = Encoder.Encode("coach league score season"), other = Encoder.Encode("rocket orbit probe moon");

        Assert.True(VectorMath.Dot(first, same) > VectorMath.Dot(first, other) + 0.3f);
    }

    [Fact]
    public void EncodeAll_GivesTheSameAsOneByOne()
    {
        string[] texts = TopicTexts.Texts(30, 4);

        Assert.Equal(texts.Select(Encoder.Encode), Encoder.EncodeAll(texts));
    }

    [Fact]
    public void Train_SameTextsAndSeed_GivesTheSameEncoder()
    {
        string[] texts = TopicTexts.Texts(60, 2);
        TextEncoder one = Train(texts, 6, 3), two = Train(texts, 6, 3);

        Assert.Equal(one.WordList, two.WordList);
        Assert.Equal(one.Encode(texts[0]), two.Encode(texts[0]));
    }

    [Fact]
    public void Train_TextsWithoutSharedWords_SaysSo()
    {
        string[] texts = [.. Enumerable.Range(0, 30).Select(i => new string((char)('a' + i % 26), 3 + i / 26))];

        PublicCorpusException error = Assert.Throws<PublicCorpusException>(() => Train(texts));

        Assert.Contains("share no words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_DimensionAboveVocabulary_IsReduced() => Assert.Equal(2, Train(["up down", "down up", "up"], 64).Dimension);

    [Fact]
    public void Constructor_SizesThatDoNotFit_Throws() => Assert.Throws<ArgumentException>(() => new TextEncoder(["a", "b"], new float[5], new float[2]));

    private static TextEncoder Train(string[] texts, int dimension = 64, int seed = 0) =>
        TextEncoderTrainer.Train(texts, dimension, seed, TestContext.Current.CancellationToken);
}

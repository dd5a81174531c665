using System.Text;
using Fdkt.Learning.Tokenizers;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.ML.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

public sealed class BpeTextTokenizerTests
{
    private static readonly string[] Texts =
    [
        "The train was late and the train was full, so we took the later train.",
        "They'll say it's 25 minutes late; we've waited 125 minutes.",
        "A later date, a fuller train, a better seat: that is all we're asking for!",
        "Wartezeit über 25 Minuten – naïve Züge.",
    ];

    private static readonly BpeTextTokenizer Tokenizer = BpeTokenizerTrainer.Train(Texts, 330, 2);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("The train  was\r\n\tlate.\n\n")]
    [InlineData("\0\u0001\u001c\u001f\u007f\u0085\u00a0\u2028\u3000 \u200b\ufeff")]
    [InlineData("日本語 العربية हिन्दी 👩‍👩‍👧‍👦 𝔘𝔫𝔦 \U0010ffff")]
    [InlineData("<|begin|><|end|><|pad|>")]
    public void Decode_OfEncode_IsTheText(string text) =>
        Assert.Equal(text, Tokenizer.Decode(Tokenizer.Encode(text)));

    [Fact]
    public void Decode_OfEncodeOfAnyUnicode_IsTheText()
    {
        Gen<string> text = Gen.Choose(0, 0x10ffff - 0x800)
            .Select(value => new Rune(value < 0xd800 ? value : value + 0x800).ToString())
            .ListOf().Select(runes => string.Concat(runes));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(text.ToArbitrary(), value => Tokenizer.Decode(Tokenizer.Encode(value)) == value));
    }

    [Fact]
    public void Encode_NamesOfSpecialTokens_NeverYieldsOne()
    {
        // Trained on the names themselves, the worst case.
        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(Enumerable.Repeat("<|end|><|begin|> <|pad|>", 50), 400, 1);

        int[] ids = tokenizer.Encode("<|begin|> a <|end|><|pad|>");

        Assert.DoesNotContain(ids, id => id == tokenizer.BeginId || id == tokenizer.EndId || id == tokenizer.PadId);
    }

    [Fact]
    public void Decode_SpecialIds_GivesNothingForThem() =>
        Assert.Equal("late", Tokenizer.Decode([Tokenizer.BeginId, .. Tokenizer.Encode("late"), Tokenizer.EndId, Tokenizer.PadId]));

    [Fact]
    public void Decode_UnknownId_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Tokenizer.Decode([Tokenizer.VocabularySize]));

    [Fact]
    public void Encode_VeryLongWord_IsLossless()
    {
        string word = string.Concat(Enumerable.Repeat("trainlater", 20_000));

        Assert.Equal(word, Tokenizer.Decode(Tokenizer.Encode(word)));
    }

    [Fact]
    public void Encode_SameTextAsIndependentLibrary_SameIds()
    {
        BpeVocabulary vocabulary = Tokenizer.Vocabulary;
        string[] texts = [.. vocabulary.Tokens.Select((token, id) => vocabulary.SpecialName(id) ?? ByteAlphabet.ToText(token))];
        var options = new BpeOptions(texts.Select((token, id) => KeyValuePair.Create(token, id)))
        {
            Merges = vocabulary.Merges.Select(merge => $"{texts[merge.Left]} {texts[merge.Right]}"),
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(
                new System.Text.RegularExpressions.Regex(@"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"), null),
        };
        BpeTokenizer peer = BpeTokenizer.Create(options);

        foreach (string text in Texts.Append("We're late, they're later: 1,250 trains!  Fußball 日本 👍"))
        {
            Assert.Equal(peer.EncodeToIds(text), Tokenizer.Encode(text));
        }
    }
}

using System.Text.Json;
using Fdkt.Learning.Tokenizers;
using Microsoft.ML.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

public sealed class HuggingFaceTokenizerTests : IDisposable
{
    private const string Split = """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":REGEX},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""";
    private const string Qwen2Regex = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-tokenizers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // From OpenAI's repositories: gpt-2 (issue texts and tests of transformers, GPT2TokenizerFast docs: "Hello world", " Hello world") and the tiktoken read-me ("tiktoken is great!").
    [Theory]
    [InlineData("Hello world", new[] { 15496, 995 })]
    [InlineData(" Hello world", new[] { 18435, 995 })]
    public void Encode_Gpt2_GivesThePublishedIds(string text, int[] expected)
    {
        PublishedVocabularies.WriteGpt2Files(_folder);

        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);

        Assert.Equal(expected, tokenizer.Encode(text));
        Assert.Equal((50_256, 50_256), (tokenizer.BeginId, tokenizer.EndId));
        Assert.Equal(50_257, tokenizer.VocabularySize);
    }

    [Theory]
    [InlineData("tiktoken is great!", new[] { 83, 1609, 5963, 374, 2294, 0 })]
    [InlineData("hello world", new[] { 15339, 1917 })]
    public void Encode_Cl100k_GivesThePublishedIds(string text, int[] expected) =>
        Assert.Equal(expected, PublishedVocabularies.Cl100k(_folder).Encode(text));

    [Fact]
    public void Encode_Gpt2FilesAndJson_GiveTheIdsOfTheIndependentLibrary()
    {
        PublishedVocabularies.WriteGpt2Files(_folder);
        IModelTokenizer files = HuggingFaceTokenizer.Load(_folder);
        PublishedVocabularies.WriteGpt2Json(_folder);
        IModelTokenizer json = HuggingFaceTokenizer.Load(_folder);
        Tokenizer peer = PublishedVocabularies.Gpt2Peer();

        foreach (string text in AdversarialTexts.Make(6_000, 5).Where(IsComparable))
        {
            IReadOnlyList<int> expected = peer.EncodeToIds(text);
            Assert.Equal(expected, files.Encode(text));
            Assert.Equal(expected, json.Encode(text));
        }
    }

    [Fact]
    public void Encode_Cl100k_GivesTheIdsOfTheIndependentLibrary()
    {
        ByteLevelTokenizer tokenizer = PublishedVocabularies.Cl100k(_folder);
        Tokenizer peer = PublishedVocabularies.Cl100kPeer();

        foreach (string text in AdversarialTexts.Make(6_000, 6).Where(IsComparable))
        {
            Assert.Equal(peer.EncodeToIds(text), tokenizer.Encode(text));
        }
    }

    [Fact]
    public void Encode_QwenPattern_TakesDigitsOneByOne()
    {
        PublishedVocabularies.WriteGpt2Json(_folder, Split.Replace("REGEX", JsonSerializer.Serialize(Qwen2Regex), StringComparison.Ordinal), "<|im_start|>", "<|im_end|>");

        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);

        // GPT-2's own ids of the digits 1, 2, 3 are 16, 17, 18, and "123" alone would be 10163.
        Assert.Equal([16, 17, 18], tokenizer.Encode("123"));
        Assert.Equal(50_258, tokenizer.SpecialTokens["<|im_end|>"]);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("qwen2")]
    [InlineData("cl100k")]
    public void Decode_OfEncodeOfAHundredThousandTexts_IsTheText(string kind)
    {
        ITextTokenizer tokenizer;
        if (kind == "cl100k")
        {
            tokenizer = PublishedVocabularies.Cl100k(_folder);
        }
        else
        {
            PublishedVocabularies.WriteGpt2Files(_folder, kind);
            tokenizer = HuggingFaceTokenizer.Load(_folder);
        }

        foreach (string text in AdversarialTexts.Make(100_000, 7))
        {
            int[] ids = tokenizer.Encode(text);
            if (tokenizer.Decode(ids) != text)
            {
                Assert.Fail($"{text.Length} characters came back otherwise: {string.Join(' ', text.Select(c => ((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture)))}");
            }
        }
    }

    [Fact]
    public void Encode_LettersOfPlaneOne_AreLetters()
    {
        ByteLevelTokenizer tokenizer = PublishedVocabularies.Cl100k(_folder);

        // One word of letters, so the blank before it belongs to it, and the exclamation mark does not.
        Assert.Equal([.. tokenizer.Encode(" 𝔘𝔫"), .. tokenizer.Encode("!")], tokenizer.Encode(" 𝔘𝔫!"));
        Assert.Equal("𝔘𝔫", tokenizer.Decode(tokenizer.Encode("𝔘𝔫")));
    }

    [Fact]
    public void Encode_NamesOfSpecialTokens_NeverYieldsOne()
    {
        PublishedVocabularies.WriteGpt2Json(_folder, specials: "<|im_start|>");
        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);

        int[] ids = tokenizer.Encode("a<|endoftext|><|im_start|>system");

        Assert.DoesNotContain(ids, id => id >= 50_256);
        Assert.Equal("a<|endoftext|><|im_start|>system", tokenizer.Decode(ids));
    }

    [Theory]
    [InlineData("id twice", "each once")]
    [InlineData("merge of nothing", "merge 1")]
    [InlineData("merge in a circle", "merge 1")]
    [InlineData("empty token", "empty")]
    [InlineData("other pattern", "pre_tokenizer")]
    [InlineData("normalizer", "normalizer")]
    [InlineData("added id taken", "which another token has")]
    [InlineData("added id huge", "which is not 0 to")]
    [InlineData("cut short", "not valid JSON")]
    [InlineData("id is text", "wrong type")]
    public void Load_HostileJson_NamesFileAndReason(string damage, string expected)
    {
        string vocabulary = string.Join(',', Enumerable.Range(0, 256).Select(b => $"{JsonSerializer.Serialize(ByteAlphabet.ToText([(byte)b]))}:{b}"));
        string Json(
            string extra = "\"ab\":256,\"aba\":257",
            string merges = "\"a b\",\"ab a\"",
            string added = "{\"id\":258,\"content\":\"<|endoftext|>\",\"special\":true}",
            string normalizer = "null",
            string pattern = "{\"type\":\"ByteLevel\",\"add_prefix_space\":false}") =>
            "{\"added_tokens\":[" + added + "],\"normalizer\":" + normalizer + ",\"pre_tokenizer\":" + pattern
            + ",\"model\":{\"type\":\"BPE\",\"vocab\":{" + vocabulary + "," + extra + "},\"merges\":[" + merges + "]}}";

        string json = damage switch
        {
            "id twice" => Json("\"ab\":65,\"aba\":257"),
            "merge of nothing" => Json(merges: "\"a b\",\"a c\""),
            // ab is made of a and b; a made of ab and nothing would close the circle.
            "merge in a circle" => Json(merges: "\"a b\",[\"\",\"ab\"]"),
            "empty token" => Json("\"ab\":256,\"\":257"),
            "other pattern" => Json(pattern: Split.Replace("REGEX", "\"(a+)+$\"", StringComparison.Ordinal)),
            "normalizer" => Json(normalizer: "{\"type\":\"Lowercase\"}"),
            "added id taken" => Json(added: "{\"id\":65,\"content\":\"<|endoftext|>\",\"special\":true}"),
            "added id huge" => Json(added: "{\"id\":2147483647,\"content\":\"<|endoftext|>\",\"special\":true}"),
            "id is text" => Json("\"ab\":\"x\",\"aba\":257"),
            _ => Json()[..400],
        };
        string path = Path.Combine(_folder, "tokenizer.json");
        File.WriteAllText(path, json);

        TokenizerException error = Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(_folder));

        Assert.Equal(path, error.File);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("YQ== 0\nYg== 2\n", "line 2")]
    [InlineData("YQ== 0\nYQ== 1\n", "line 2")]
    [InlineData("YQ== 0\n!!! 1\n", "line 2")]
    [InlineData("YQ== 0\nYg== 1\n", "no token")]
    public void LoadTiktoken_Damaged_NamesTheLine(string content, string expected)
    {
        string path = Path.Combine(_folder, "x.tiktoken");
        File.WriteAllText(path, content);

        TokenizerException error = Assert.Throws<TokenizerException>(
            () => ByteLevelTokenizer.LoadTiktoken(path, WordPattern.Llama3, new Dictionary<string, int> { ["<|end|>"] = 9 }, "<|end|>", "<|end|>"));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FolderWithoutTokenizer_SaysWhatItLookedFor() =>
        Assert.Contains("tokenizer.model", Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(_folder)).Message, StringComparison.Ordinal);

    /// <summary>The other library splits by .NET expressions, which see no letters beyond U+FFFF, and takes the names of special tokens for the tokens.</summary>
    private static bool IsComparable(string text) =>
        !text.Any(char.IsSurrogate) && !text.Contains("<|endoftext|>", StringComparison.Ordinal) && !text.Contains('\u017f', StringComparison.Ordinal);
}

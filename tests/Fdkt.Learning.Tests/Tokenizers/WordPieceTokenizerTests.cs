using System.Text.Json;
using Fdkt.Learning.Tokenizers;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Tokenizers;

/// <summary>Against the ids of Hugging Face's own library (WordPiece/README.md).</summary>
public sealed class WordPieceTokenizerTests : IDisposable
{
    private static readonly string Golden = Path.Combine(RepositoryRoot.Find(), "tests", "Fdkt.Learning.Tests", "Tokenizers", "WordPiece");

    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-wordpiece-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("uncased")]
    [InlineData("cased")]
    public void Encode_TokenizerJson_GivesTheIdsOfTheReference(string name)
    {
        File.Copy(Path.Combine(Golden, $"{name}.json"), Path.Combine(_folder, "tokenizer.json"));

        RequireReference(HuggingFaceTokenizer.Load(_folder), name);
    }

    [Theory]
    [InlineData("uncased")]
    [InlineData("cased")]
    public void Encode_VocabTxt_GivesTheIdsOfTheReference(string name)
    {
        WriteVocabulary();
        File.WriteAllText(Path.Combine(_folder, "tokenizer_config.json"), $"{{\"do_lower_case\":{(name == "uncased" ? "true" : "false")}}}");

        RequireReference(HuggingFaceTokenizer.Load(_folder), name);
    }

    [Fact]
    public void Load_VocabTxt_KnowsItsSpecialTokens()
    {
        WriteVocabulary();

        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);

        Assert.Equal((2, 3, 0), (tokenizer.BeginId, tokenizer.EndId, tokenizer.PadId));
        Assert.Equal(Vocabulary().Length, tokenizer.VocabularySize);
        Assert.Equal("hello world unaffable", tokenizer.Decode([2, .. tokenizer.Encode("Hello  WORLD unaffable"), 3, 0]));
    }

    [Fact]
    public void Encode_NamesOfSpecialTokens_NeverYieldsOne()
    {
        WriteVocabulary();

        int[] ids = HuggingFaceTokenizer.Load(_folder).Encode("a [SEP] b [CLS][PAD] [MASK] [sep]");

        Assert.DoesNotContain(ids, id => id is 0 or 2 or 3 or 4);
        Assert.NotEmpty(ids);
    }

    [Fact]
    public void Encode_AdversarialTexts_GivesIdsOfTheVocabulary()
    {
        WriteVocabulary();
        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(_folder);

        foreach (string text in AdversarialTexts.Make(100_000, 9))
        {
            Assert.All(tokenizer.Encode(text), id => Assert.InRange(id, 0, tokenizer.VocabularySize - 1));
        }
    }

    [Theory]
    [InlineData("[PAD]\n[UNK]\n[CLS]\n[SEP]\na\na\n", "occurs twice")]
    [InlineData("[PAD]\n[UNK]\n\n[CLS]\n[SEP]\n", "is empty")]
    [InlineData("[PAD]\n[CLS]\n[SEP]\na\n", "unknown words")]
    [InlineData("[PAD]\n[UNK]\n[SEP]\na\n", "starts")]
    [InlineData("", "unknown words")]
    public void Load_VocabTxtThatIsNone_NamesTheReason(string text, string expected)
    {
        File.WriteAllText(Path.Combine(_folder, "vocab.txt"), text);

        Assert.Contains(expected, Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"continuing_subword_prefix\":\"##\"", "\"continuing_subword_prefix\":\"@@\"", "continuing_subword_prefix")]
    [InlineData("\"max_input_chars_per_word\":100", "\"max_input_chars_per_word\":7", "max_input_chars_per_word")]
    [InlineData("\"clean_text\":true", "\"clean_text\":false", "clean_text")]
    [InlineData("BertPreTokenizer", "Whitespace", "pre_tokenizer")]
    [InlineData("BertNormalizer", "NFC", "normalizer")]
    [InlineData("\"[UNK]\":1", "\"[unk]\":1", "which another token has")]
    [InlineData("\"[CLS]\":2", "\"[CLS]\":1", "each once")]
    [InlineData("\"id\":4", "\"id\":99999999", "which is not 0 to")]
    [InlineData("\"id\":4", "\"id\":5", "which another token has")]
    [InlineData("}", "", "not valid JSON")]
    public void Load_TokenizerJsonThatIsNone_NamesTheReason(string part, string wrong, string expected)
    {
        string json = File.ReadAllText(Path.Combine(Golden, "uncased.json"));
        Assert.Contains(part, json, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "tokenizer.json"), json.Replace(part, wrong, StringComparison.Ordinal));

        Assert.Contains(expected, Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(_folder)).Message, StringComparison.Ordinal);
    }

    private static void RequireReference(IModelTokenizer tokenizer, string name)
    {
        var different = new List<string>();
        int count = 0;
        foreach (string line in File.ReadLines(Path.Combine(Golden, "encodings.jsonl")))
        {
            using JsonDocument row = JsonDocument.Parse(line);
            string text = row.RootElement.GetProperty("text").GetString()!;
            int[] expected = [.. row.RootElement.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
            int[] actual = tokenizer.Encode(text);
            count++;
            if (!expected.SequenceEqual(actual))
            {
                different.Add($"{JsonSerializer.Serialize(text)}: {string.Join(' ', expected)} | {string.Join(' ', actual)}");
            }
        }

        Assert.True(count > 1_500);
        Assert.True(different.Count == 0, $"{different.Count} differ:\n{string.Join('\n', different.Take(30))}");
    }

    private static string[] Vocabulary()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Golden, "uncased.json")));
        return [.. document.RootElement.GetProperty("model").GetProperty("vocab").EnumerateObject().OrderBy(token => token.Value.GetInt32()).Select(token => token.Name)];
    }

    private void WriteVocabulary() => File.WriteAllText(Path.Combine(_folder, "vocab.txt"), string.Join('\n', Vocabulary()) + "\n");
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

public sealed class TokenizerJsonTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-tokenizer-").FullName;
    private readonly BpeTextTokenizer _tokenizer = BpeTokenizerTrainer.Train(["the later train, the latest train \"\\ü\u007f"], 290, 1);

    private string FilePath => Path.Combine(_folder, "tokenizer.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_OfSaved_EncodesTheSame()
    {
        _tokenizer.Save(FilePath);

        var loaded = BpeTextTokenizer.Load(FilePath);

        Assert.Equal(_tokenizer.VocabularySize, loaded.VocabularySize);
        Assert.Equal((_tokenizer.BeginId, _tokenizer.EndId, _tokenizer.PadId), (loaded.BeginId, loaded.EndId, loaded.PadId));
        Assert.Equal(_tokenizer.Encode("a later üx trainee"), loaded.Encode("a later üx trainee"));
        Assert.Equal([FilePath], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Load_MergesInTheOlderForm_EncodesTheSame()
    {
        JsonNode json = Saved();
        JsonArray merges = json["model"]!["merges"]!.AsArray();
        json["model"]!["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)$"{merge![0]} {merge[1]}")]);
        File.WriteAllText(FilePath, json.ToJsonString());

        Assert.Equal(_tokenizer.Encode("the latest"), BpeTextTokenizer.Load(FilePath).Encode("the latest"));
    }

    [Theory]
    [InlineData("no member", "not valid JSON")]
    [InlineData("id twice", "each once")]
    [InlineData("byte missing", "no token")]
    [InlineData("merge unknown", "merge 1")]
    [InlineData("merge null", "merge 1")]
    [InlineData("other model", "model is of another type")]
    [InlineData("no pre-tokenizer", "pre_tokenizer")]
    [InlineData("no special", "<|pad|>")]
    [InlineData("vocab is a list", "vocab")]
    public void Load_Damaged_NamesFileAndReason(string damage, string expected)
    {
        JsonNode json = Saved();
        JsonNode model = json["model"]!;
        switch (damage)
        {
            case "id twice": model["vocab"]!["a"] = 3; break;
            case "byte missing": model["vocab"]!.AsObject().Remove("!"); model["vocab"]!["zz"] = 3 + 33; break;
            case "merge unknown": model["merges"]![1] = new JsonArray("q", "q"); break;
            case "merge null": model["merges"]![1] = null; break;
            case "other model": model["type"] = "WordPiece"; break;
            case "no pre-tokenizer": json["pre_tokenizer"]!["type"] = "Whitespace"; break;
            case "no special": json["added_tokens"]!.AsArray().RemoveAt(2); model["vocab"]!.AsObject().Remove("<|pad|>"); model["vocab"]!["zz"] = 2; break;
            case "vocab is a list": model["vocab"] = new JsonArray(); break;
            default: break;
        }

        string text = json.ToJsonString();
        File.WriteAllText(FilePath, damage == "no member" ? text[..(text.Length / 2)] : text);

        TokenizerException error = Assert.Throws<TokenizerException>(() => BpeTextTokenizer.Load(FilePath));

        Assert.Equal(FilePath, error.File);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private JsonNode Saved()
    {
        _tokenizer.Save(FilePath);
        return JsonNode.Parse(File.ReadAllText(FilePath)) ?? throw new JsonException();
    }
}

using System.Text.Json;
using Fdkt.Learning.Tokenizers;
using Fdkt.Tests;
using Fdkt.Tests.Checkpoints;
using Microsoft.ML.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

/// <summary>The vocabulary of stories260K in the two forms Llama 2 is published in, against its reference encodings and an independent library.</summary>
public sealed class SentencePieceTokenizerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-sentencepiece-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("tokenizer.model")]
    [InlineData("tokenizer.json")]
    [InlineData("tokenizer.json with Metaspace")]
    public void Encode_ReferenceTexts_GivesTheReferenceIds(string form)
    {
        IModelTokenizer tokenizer = Load(form);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));
        foreach (JsonElement example in expected.RootElement.GetProperty("encode").EnumerateArray())
        {
            int[] ids = [.. example.GetProperty("token_ids_with_bos").EnumerateArray().Select(id => id.GetInt32())];

            Assert.Equal(1, tokenizer.BeginId);
            Assert.Equal(ids[1..], tokenizer.Encode(example.GetProperty("text").GetString()!));
            Assert.Equal(example.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        }
    }

    [Fact]
    public void Encode_AdversarialTexts_GivesTheIdsOfTheIndependentLibrary()
    {
        IModelTokenizer tokenizer = Load("tokenizer.model");
        using FileStream stream = File.OpenRead(Path.Combine(_folder, "tokenizer.model"));
        LlamaTokenizer peer = LlamaTokenizer.Create(stream, addBeginOfSentence: false, addEndOfSentence: false);

        foreach (string text in AdversarialTexts.Make(4_000, 8))
        {
            Assert.Equal(peer.EncodeToIds(text), tokenizer.Encode(text));
        }
    }

    [Theory]
    [InlineData("tokenizer.model")]
    [InlineData("tokenizer.json")]
    public void Decode_OfEncodeOfAHundredThousandTexts_IsTheText(string form)
    {
        IModelTokenizer tokenizer = Load(form);

        foreach (string text in AdversarialTexts.Make(100_000, 9))
        {
            // U+2581 is SentencePiece's own mark for a blank.
            if (tokenizer.Decode(tokenizer.Encode(text)) != text.Replace('\u2581', ' '))
            {
                Assert.Fail($"{text.Length} characters came back otherwise.");
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(4_000)]
    public void Load_CutShort_NamesTheFile(int length)
    {
        Write("tokenizer.model");
        string path = Path.Combine(_folder, "tokenizer.model");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..length]);

        Assert.Equal(path, Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(_folder)).File);
    }

    [Fact]
    public void Load_UnigramModel_IsRefusedByName()
    {
        byte[] model = [.. PieceFile.Field(1, [.. PieceFile.Field(1, "<unk>"u8.ToArray()), 0x18, 2]), .. PieceFile.Field(2, [0x18, 1])];
        File.WriteAllBytes(Path.Combine(_folder, "tokenizer.model"), model);

        Assert.Contains("model type 1", Assert.Throws<TokenizerException>(() => HuggingFaceTokenizer.Load(_folder)).Message, StringComparison.Ordinal);
    }

    private IModelTokenizer Load(string form)
    {
        Write(form);
        return HuggingFaceTokenizer.Load(_folder);
    }

    /// <summary>Written by hand from the llama2.c file: pieces with scores as protobuf, or as merges in the order of those scores.</summary>
    private void Write(string form)
    {
        List<(byte[] Bytes, float Score)> pieces = PieceFile.Pieces(SharedData.Require("tinystories260k/tok512.bin"));
        if (form == "tokenizer.model")
        {
            File.WriteAllBytes(Path.Combine(_folder, form), PieceFile.Model(pieces));
            return;
        }

        string[] names = [.. pieces.Select((piece, id) => PieceFile.Name(id, piece.Bytes))];
        HashSet<string> known = [.. names.Skip(259)];
        var merges = new List<string[]>();
        foreach (int id in Enumerable.Range(259, pieces.Count - 259).OrderByDescending(id => pieces[id].Score))
        {
            for (int cut = 1; cut < names[id].Length; cut++)
            {
                if (known.Contains(names[id][..cut]) && known.Contains(names[id][cut..]))
                {
                    merges.Add([names[id][..cut], names[id][cut..]]);
                }
            }
        }

        const string Normalized = """ "normalizer":{"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},"content":"▁"}]},"pre_tokenizer":null""";
        const string Metaspace = """ "normalizer":null,"pre_tokenizer":{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":false}""";
        const string Added = """[{"id":0,"content":"<unk>","special":true},{"id":1,"content":"<s>","special":true},{"id":2,"content":"</s>","special":true}]""";
        string vocabulary = JsonSerializer.Serialize(names.Select((name, id) => (name, id)).ToDictionary(pair => pair.name, pair => pair.id));
        File.WriteAllText(
            Path.Combine(_folder, "tokenizer.json"),
            "{\"added_tokens\":" + Added + "," + (form == "tokenizer.json" ? Normalized : Metaspace)
            + ",\"model\":{\"type\":\"BPE\",\"unk_token\":\"<unk>\",\"fuse_unk\":true,\"byte_fallback\":true,\"vocab\":" + vocabulary
            + ",\"merges\":" + JsonSerializer.Serialize(merges) + "}}");
    }
}

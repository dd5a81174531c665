using System.Text.Json;
using Fdkt.Learning.Tokenizers;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Tokenizers;

public sealed class Llama2cTokenizerTests
{
    [Fact]
    public void Encode_ReferenceTexts_GivesTheReferenceIds()
    {
        Llama2cTokenizer tokenizer = Load();
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));
        foreach (JsonElement example in expected.RootElement.GetProperty("encode").EnumerateArray())
        {
            int[] ids = [.. example.GetProperty("token_ids_with_bos").EnumerateArray().Select(id => id.GetInt32())];

            Assert.Equal(ids[1..], tokenizer.Encode(example.GetProperty("text").GetString()!));
            Assert.Equal(example.GetProperty("decoded").GetString(), tokenizer.Decode(ids));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" two  blanks ")]
    [InlineData("<s> </s> <unk> <0x41>")]
    [InlineData("naïve 日本 👍\n\0")]
    public void Decode_OfEncode_IsTheTextWithoutSpecialIds(string text)
    {
        Llama2cTokenizer tokenizer = Load();

        int[] ids = tokenizer.Encode(text);

        Assert.DoesNotContain(ids, id => id < 3);
        Assert.Equal(text, tokenizer.Decode(ids));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(4000)]
    [InlineData(6226)]
    public void Load_CutShort_Throws(int length)
    {
        byte[] bytes = File.ReadAllBytes(SharedData.Require("tinystories260k/tok512.bin"));
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes[..length]);

            Assert.Equal(path, Assert.Throws<TokenizerException>(() => Llama2cTokenizer.Load(path)).File);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Llama2cTokenizer Load() => Llama2cTokenizer.Load(SharedData.Require("tinystories260k/tok512.bin"));
}

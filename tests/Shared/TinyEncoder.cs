using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;

namespace Fdkt.Tests;

/// <summary>Writes a small BERT with random weights and a vocabulary of whole words, by hand, as it is published: nothing of the code under test takes part.</summary>
internal static class TinyEncoder
{
    private const int Hidden = 32;
    private const int Inner = 64;
    private const int Layers = 2;
    private const int Positions = 48;

    /// <summary>Writes the folder.</summary>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="words">Lower-case words that are a token each; letters are there besides.</param>
    /// <param name="seed">Of the weights.</param>
    /// <returns>The folder.</returns>
    public static string Write(string folder, IEnumerable<string> words, int seed = 1)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<string> letters = Enumerable.Range('a', 26).Select(c => ((char)c).ToString());
        string[] vocabulary = [.. ((string[])["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]).Concat(letters).Concat(letters.Select(letter => $"##{letter}")).Concat(words).Distinct()];
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', vocabulary) + "\n");
        File.WriteAllText(Path.Combine(folder, "config.json"), string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"model_type\":\"bert\",\"hidden_size\":{Hidden},\"intermediate_size\":{Inner},\"num_hidden_layers\":{Layers},\"num_attention_heads\":4,\"vocab_size\":{vocabulary.Length},\"max_position_embeddings\":{Positions},\"type_vocab_size\":2,\"hidden_act\":\"gelu\"}}"));
        File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), Weights(vocabulary.Length, new Random(seed)));
        return folder;
    }

    private static byte[] Weights(int vocabulary, Random random)
    {
        var header = new Dictionary<string, object>();
        using var data = new MemoryStream();
        Add("embeddings.word_embeddings.weight", [vocabulary, Hidden], 0, 0.5);
        Add("embeddings.position_embeddings.weight", [Positions, Hidden], 0, 0.1);
        Add("embeddings.token_type_embeddings.weight", [2, Hidden], 0, 0.1);
        AddNorm("embeddings.LayerNorm");
        for (int i = 0; i < Layers; i++)
        {
            string block = $"encoder.layer.{i}.";
            AddLinear($"{block}attention.self.query", Hidden, Hidden);
            AddLinear($"{block}attention.self.key", Hidden, Hidden);
            AddLinear($"{block}attention.self.value", Hidden, Hidden);
            AddLinear($"{block}attention.output.dense", Hidden, Hidden);
            AddNorm($"{block}attention.output.LayerNorm");
            AddLinear($"{block}intermediate.dense", Inner, Hidden);
            AddLinear($"{block}output.dense", Hidden, Inner);
            AddNorm($"{block}output.LayerNorm");
        }

        AddLinear("pooler.dense", Hidden, Hidden);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        return [.. length, .. json, .. data.ToArray()];

        void AddNorm(string name)
        {
            Add($"{name}.weight", [Hidden], 1, 0);
            Add($"{name}.bias", [Hidden], 0, 0);
        }

        void AddLinear(string name, int outputs, int inputs)
        {
            Add($"{name}.weight", [outputs, inputs], 0, 0.3);
            Add($"{name}.bias", [outputs], 0, 0);
        }

        void Add(string name, int[] shape, double centre, double spread)
        {
            long begin = data.Position;
            for (int i = shape.Aggregate(1, (a, b) => a * b); i > 0; i--)
            {
                data.Write(BitConverter.GetBytes((float)(centre + (((random.NextDouble() * 2) - 1) * spread))));
            }

            header[$"bert.{name}"] = new { dtype = "F32", shape, data_offsets = new[] { begin, data.Position } };
        }
    }
}

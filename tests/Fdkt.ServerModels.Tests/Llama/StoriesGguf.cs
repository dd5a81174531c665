using System.Text;

namespace Fdkt.ServerModels.Tests.Llama;

/// <summary>The llama2.c model of 260,000 weights of the shared data as a GGUF file. Both rotate adjacent pairs, so the matrices are the same.</summary>
internal static class StoriesGguf
{
    private const int ByteTokens = 259;

    /// <summary>Writes the file; skips the test where the shared data is absent.</summary>
    public static string Write(string folder)
    {
        string model = SharedData.Require("tinystories260k/stories260K.bin"), tokenizer = SharedData.Require("tinystories260k/tok512.bin");
        string path = Path.Combine(folder, "stories260K.gguf");
        using var weights = new BinaryReader(File.OpenRead(model));
        int[] header = [.. Enumerable.Range(0, 7).Select(_ => weights.ReadInt32())];
        (int width, int hidden, int layers, int heads, int keyHeads, int words, int length) = (header[0], header[1], header[2], header[3], header[4], header[5], header[6]);
        int keys = width / heads * keyHeads;
        GgufWriter file = new GgufWriter()
            .Add("general.architecture", "llama").Add("general.name", "stories260K")
            .Add("llama.context_length", length).Add("llama.embedding_length", width).Add("llama.block_count", layers).Add("llama.feed_forward_length", hidden)
            .Add("llama.attention.head_count", heads).Add("llama.attention.head_count_kv", keyHeads).Add("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Add("llama.rope.dimension_count", width / heads).Add("llama.rope.freq_base", 10_000f);
        Vocabulary(file, tokenizer, words);

        file.Tensor("token_embd.weight", Read(weights, words * width), words, width);
        Each(file, weights, layers, "attn_norm", width);
        Each(file, weights, layers, "attn_q", width, width);
        Each(file, weights, layers, "attn_k", keys, width);
        Each(file, weights, layers, "attn_v", keys, width);
        Each(file, weights, layers, "attn_output", width, width);
        Each(file, weights, layers, "ffn_norm", width);
        Each(file, weights, layers, "ffn_gate", hidden, width);
        Each(file, weights, layers, "ffn_down", width, hidden);
        Each(file, weights, layers, "ffn_up", hidden, width);
        file.Tensor("output_norm.weight", Read(weights, width), width);
        file.Save(path);
        return path;
    }

    private static void Each(GgufWriter file, BinaryReader weights, int layers, string name, params int[] shape)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            file.Tensor($"blk.{layer}.{name}.weight", Read(weights, shape.Aggregate(1, (a, b) => a * b)), shape);
        }
    }

    private static float[] Read(BinaryReader weights, int count) => [.. Enumerable.Range(0, count).Select(_ => weights.ReadSingle())];

    /// <summary>llama2.c stores pieces with a plain blank; SentencePiece, whose form llama.cpp reads, has U+2581 in its place.</summary>
    private static void Vocabulary(GgufWriter file, string path, int words)
    {
        const int Normal = 1, Unknown = 2, Control = 3, Byte = 6;
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.ReadInt32();
        var tokens = new string[words];
        var scores = new float[words];
        for (int id = 0; id < words; id++)
        {
            scores[id] = reader.ReadSingle();
            tokens[id] = Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())).Replace(' ', '\u2581');
        }

        (tokens[0], tokens[1], tokens[2]) = ("<unk>", "<s>", "</s>");
        int[] kinds = [.. Enumerable.Range(0, words).Select(id => id == 0 ? Unknown : id < 3 ? Control : id < ByteTokens ? Byte : Normal)];
        file.Add("tokenizer.ggml.model", "llama").Add("tokenizer.ggml.tokens", tokens).Add("tokenizer.ggml.scores", scores).Add("tokenizer.ggml.token_type", kinds)
            .Add("tokenizer.ggml.bos_token_id", 1).Add("tokenizer.ggml.eos_token_id", 2).Add("tokenizer.ggml.unknown_token_id", 0);
    }
}

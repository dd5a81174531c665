namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>A small folder of every family of encoders, and the reference for it.</summary>
internal static class EncoderSamples
{
    /// <summary>Names of the samples: each has another set of names or parts.</summary>
    public static readonly string[] Names = ["bert", "bert-masked-lm", "bert-old-norms", "sentence-bert", "distilbert", "roberta"];

    public const int Vocabulary = 37;

    private const int Hidden = 32;
    private const int Inner = 44;
    private const int Heads = 4;
    private const int Layers = 2;

    /// <summary>Tensors and configuration; the weights are not written yet.</summary>
    public static (WeightFolder Folder, ReferenceBert Reference) Create(string name)
    {
        var folder = new WeightFolder(name.Length);
        return (folder, name switch
        {
            "bert" => Bert(folder, part => $"bert.{part}", pooler: true),
            "bert-masked-lm" => Bert(folder, part => $"bert.{part}", pooler: false, heads: true),
            "bert-old-norms" => Bert(folder, part => $"bert.{OldNorm(part)}", pooler: true, heads: true),
            "sentence-bert" => Bert(folder, part => part, pooler: true, positionIds: true),
            "distilbert" => DistilBert(folder),
            "roberta" => Roberta(folder),
            _ => throw new ArgumentException(name, nameof(name)),
        });
    }

    public static string BertConfig(string type, int vocabulary, int hidden, int inner, int layers, int heads, int positions, int types, string epsilon) =>
        $"{{\"model_type\":\"{type}\",\"hidden_size\":{hidden},\"intermediate_size\":{inner},\"num_hidden_layers\":{layers},\"num_attention_heads\":{heads},\"vocab_size\":{vocabulary},"
        + $"\"max_position_embeddings\":{positions},\"type_vocab_size\":{types},\"hidden_act\":\"gelu\",\"layer_norm_eps\":{epsilon},\"position_embedding_type\":\"absolute\"}}";

    private static ReferenceBert Bert(WeightFolder folder, Func<string, string> name, bool pooler, bool heads = false, bool positionIds = false)
    {
        folder.WriteConfig(BertConfig("bert", Vocabulary, Hidden, Inner, Layers, Heads, 24, 2, "1e-12"));
        AddBody(folder, name, 24, 2, pooler);
        if (heads)
        {
            folder.Add("cls.predictions.transform.dense.weight", [Hidden, Hidden]);
            folder.Add("cls.seq_relationship.bias", [2]);
        }

        if (positionIds)
        {
            folder.Add(name("embeddings.position_ids"), [1, 24]);
        }

        return new ReferenceBert { Layers = Layers, Heads = Heads, Epsilon = 1e-12, Name = name };
    }

    private static ReferenceBert Roberta(WeightFolder folder)
    {
        static string Name(string part) => $"roberta.{part}";
        folder.WriteConfig(BertConfig("roberta", Vocabulary, Hidden, Inner, Layers, Heads, 26, 1, "1e-5"));
        AddBody(folder, Name, 26, 1, pooler: false);
        folder.Add("lm_head.dense.weight", [Hidden, Hidden]);
        return new ReferenceBert { Layers = Layers, Heads = Heads, Epsilon = 1e-5, Offset = 2, Name = Name };
    }

    private static ReferenceBert DistilBert(WeightFolder folder)
    {
        folder.WriteConfig(
            $"{{\"model_type\":\"distilbert\",\"dim\":{Hidden},\"hidden_dim\":{Inner},\"n_layers\":{Layers},\"n_heads\":{Heads},\"vocab_size\":{Vocabulary},\"max_position_embeddings\":24,\"activation\":\"gelu\"}}");
        AddBody(folder, DistilName, 24, 0, pooler: false);
        folder.Add("vocab_transform.weight", [Hidden, Hidden]);
        return new ReferenceBert { Layers = Layers, Heads = Heads, Epsilon = 1e-12, Name = DistilName };
    }

    private static void AddBody(WeightFolder folder, Func<string, string> name, int positions, int types, bool pooler)
    {
        folder.Add(name("embeddings.word_embeddings.weight"), [Vocabulary, Hidden], spread: 1);
        folder.Add(name("embeddings.position_embeddings.weight"), [positions, Hidden], spread: 0.5);
        if (types > 0)
        {
            folder.Add(name("embeddings.token_type_embeddings.weight"), [types, Hidden], spread: 0.5);
        }

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

        if (pooler)
        {
            AddLinear("pooler.dense", Hidden, Hidden);
        }

        void AddNorm(string part)
        {
            folder.Add(name($"{part}.weight"), [Hidden], 1);
            folder.Add(name($"{part}.bias"), [Hidden], spread: 0.5);
        }

        void AddLinear(string part, int outputs, int inputs)
        {
            folder.Add(name($"{part}.weight"), [outputs, inputs]);
            folder.Add(name($"{part}.bias"), [outputs], spread: 0.5);
        }
    }

    // As the first published files have them, converted from TensorFlow.
    private static string OldNorm(string part) => part
        .Replace("LayerNorm.weight", "LayerNorm.gamma", StringComparison.Ordinal).Replace("LayerNorm.bias", "LayerNorm.beta", StringComparison.Ordinal);

    // From the published names of distilbert-base-uncased.
    private static string DistilName(string part) => "distilbert." + part
        .Replace("encoder.layer", "transformer.layer", StringComparison.Ordinal)
        .Replace("attention.self.query", "attention.q_lin", StringComparison.Ordinal).Replace("attention.self.key", "attention.k_lin", StringComparison.Ordinal)
        .Replace("attention.self.value", "attention.v_lin", StringComparison.Ordinal).Replace("attention.output.dense", "attention.out_lin", StringComparison.Ordinal)
        .Replace("attention.output.LayerNorm", "sa_layer_norm", StringComparison.Ordinal).Replace("intermediate.dense", "ffn.lin1", StringComparison.Ordinal)
        .Replace("output.dense", "ffn.lin2", StringComparison.Ordinal).Replace("output.LayerNorm", "output_layer_norm", StringComparison.Ordinal);
}

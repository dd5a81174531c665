using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Learning.Tokenizers;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.TextStates;

/// <summary>Small checkpoints with random weights whose tokenizers know the words of <see cref="TopicTexts"/>.</summary>
internal static class TinyCheckpoints
{
    /// <summary>Writes one.</summary>
    /// <param name="kind"><c>bert</c>, <c>llama</c>, <c>qwen2</c> or <c>gpt2</c>.</param>
    /// <param name="folder">Where.</param>
    /// <returns>The folder.</returns>
    public static string Write(string kind, string folder)
    {
        if (kind == "bert")
        {
            return TinyEncoder.Write(folder, TopicTexts.Texts(200, 3).SelectMany(text => text.Split(' ')).Distinct().Order());
        }

        TorchRuntime.EnsureLoaded();
        Directory.CreateDirectory(folder);
        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(TopicTexts.Texts(400, 3), 400);
        var config = new DecoderConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            HiddenSize = 32,
            IntermediateSize = 64,
            LayerCount = 2,
            HeadCount = 4,
            KeyValueHeadCount = kind == "gpt2" ? 4 : 2,
            MaximumLength = 48,
        };
        config = kind switch
        {
            "qwen2" => config with { QueryKeyValueBias = true },
            "gpt2" => config with
            {
                Norm = NormKind.LayerNorm,
                Positions = PositionKind.Learned,
                FeedForward = FeedForwardKind.GeluTanh,
                QueryKeyValueBias = true,
                OutputBias = true,
                FeedForwardBias = true,
            },
            _ => config,
        };
        using var model = new DecoderModel(config, 1);
        HuggingFaceWriter.Save(model, folder, ModelCard.ForPublicModel("Tiny", "Random weights."));
        tokenizer.Save(Path.Combine(folder, "tokenizer.json"));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), "{\"bos_token\":\"<|begin|>\",\"eos_token\":\"<|end|>\",\"pad_token\":\"<|pad|>\"}");
        return folder;
    }
}

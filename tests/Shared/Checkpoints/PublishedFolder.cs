using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Tokenizers;
using TorchSharp;

namespace Fdkt.Tests.Checkpoints;

/// <summary>Folders as Hugging Face publishes models, made by a test: small ones of each family with random weights, and stories260K.</summary>
internal static class PublishedFolder
{
    private const string TokenizerConfig = """{"bos_token": "<|begin|>", "eos_token": "<|end|>", "pad_token": "<|pad|>"}""";

    /// <summary>Writes a small model with its tokenizer.</summary>
    /// <param name="folder">The folder; made here.</param>
    /// <param name="family">One of <c>llama</c>, <c>qwen2</c> and <c>gpt2</c>.</param>
    /// <param name="texts">What the tokenizer learns from.</param>
    /// <param name="seed">Of the weights.</param>
    /// <param name="spareIds">Ids that the model has beyond those of the tokenizer, as Qwen has.</param>
    /// <param name="dtype">Type of the file.</param>
    /// <param name="hiddenSize">Width of the model.</param>
    /// <param name="maximumLength">Its longest text in tokens.</param>
    public static void Write(
        string folder, string family, IReadOnlyList<string> texts, int seed = 1, int spareIds = 7, SafetensorsDtype dtype = SafetensorsDtype.F32, int hiddenSize = 16, int maximumLength = 64)
    {
        TorchRuntime.EnsureLoaded();
        Directory.CreateDirectory(folder);
        BpeTextTokenizer tokenizer = BpeTokenizerTrainer.Train(texts, 320);
        tokenizer.Save(Path.Combine(folder, "tokenizer.json"));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), TokenizerConfig);
        using var model = new DecoderModel(Shape(family, tokenizer.VocabularySize + spareIds) with { HiddenSize = hiddenSize, MaximumLength = maximumLength }, seed);
        Save(model, folder, new HuggingFaceSaveOptions { Dtype = dtype });
    }

    /// <summary>Writes stories260K with its tokenizer as SentencePiece has it.</summary>
    /// <param name="folder">The folder; made here.</param>
    /// <param name="checkpoint">The llama2.c file.</param>
    /// <param name="vocabulary">Its <c>tokenizer.bin</c>.</param>
    public static void WriteStories(string folder, string checkpoint, string vocabulary)
    {
        TorchRuntime.EnsureLoaded();
        Directory.CreateDirectory(folder);
        var file = Llama2cCheckpoint.Read(checkpoint);
        using DisposeScope scope = torch.NewDisposeScope();
        using var model = new DecoderModel(file.Config, seed: 1);
        model.Load(file.ToTensors());
        Save(model, folder, new HuggingFaceSaveOptions { BeginId = 1, EndId = 2 });
        File.WriteAllBytes(Path.Combine(folder, "tokenizer.model"), PieceFile.Model(PieceFile.Pieces(vocabulary)));
    }

    private static void Save(DecoderModel model, string folder, HuggingFaceSaveOptions options) =>
        HuggingFaceWriter.Save(model, folder, ModelCard.ForPublicModel("Test", "Made by a test."), options);

    private static DecoderConfig Shape(string family, int vocabularySize)
    {
        var llama = new DecoderConfig
        {
            VocabularySize = vocabularySize,
            HiddenSize = 16,
            IntermediateSize = 24,
            LayerCount = 2,
            HeadCount = 4,
            KeyValueHeadCount = 2,
            MaximumLength = 64,
            TieEmbeddings = false,
        };
        return family switch
        {
            "llama" => llama,
            "qwen2" => llama with { QueryKeyValueBias = true, TieEmbeddings = true },
            "gpt2" => llama with
            {
                KeyValueHeadCount = 4,
                Norm = NormKind.LayerNorm,
                Positions = PositionKind.Learned,
                FeedForward = FeedForwardKind.GeluTanh,
                QueryKeyValueBias = true,
                OutputBias = true,
                FeedForwardBias = true,
                TieEmbeddings = true,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
        };
    }
}

using System.CommandLine;
using System.Globalization;
using Fdkt.GpuJobs.Classifiers;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt model</c>: looks at checkpoints before they are used, and at classifiers.</summary>
internal static class ModelCommand
{
    /// <summary>Builds the command. Exit codes: 0, 4 if a file cannot be read, 5 for a folder that is damaged or not supported, 6 where there is no tensor library.</summary>
    public static Command Create(CommandContext context) => new("model", "Look at the checkpoint of a language model or an encoder, or at a classifier that a client kept.") { CreateShow(context) };

    private static Command CreateShow(CommandContext context)
    {
        var folder = new Argument<string>("folder") { Description = "A folder with config.json, safetensors files and a tokenizer, as Hugging Face publishes models; or a client's model folder.", HelpName = "DIR" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var quick = new Option<bool>("--quick") { Description = "Check names, shapes and types only; leave the values unread." };
        var command = new Command("show", "Check a model's folder: configuration, every tensor, tokenizer; and say what it is.") { folder, json, quick };
        command.SetAction((result, cancellationToken) => Task.Run(
            () =>
            {
                string path = Path.GetFullPath(result.GetValue(folder)!, context.CurrentDirectory);
                if (ClassifierFolder.IsOne(path))
                {
                    ClassifierCard card = ClassifierFolder.Read(path).Card;
                    context.Output.WriteLine(result.GetValue(json) ? ClassifierText.Json(card) : ClassifierText.Words(card));
                    return 0;
                }

                IModelTokenizer? tokenizer = HuggingFaceTokenizer.FileOf(path) is null ? null : HuggingFaceTokenizer.Load(path);
                if (EncoderCheckpoint.IsOne(path))
                {
                    using var encoder = EncoderCheckpoint.Open(path);
                    Require(tokenizer, encoder.Config.VocabularySize, path);
                    if (!result.GetValue(quick))
                    {
                        encoder.VerifyValues(cancellationToken);
                    }

                    context.Output.WriteLine(result.GetValue(json) ? EncoderText.Json(encoder, tokenizer, !result.GetValue(quick)) : EncoderText.Words(encoder, tokenizer, !result.GetValue(quick)));
                    return 0;
                }

                using var checkpoint = HuggingFaceCheckpoint.Open(path);
                Require(tokenizer, checkpoint.Config.VocabularySize, path);
                if (!result.GetValue(quick))
                {
                    checkpoint.VerifyValues(cancellationToken);
                }

                context.Output.WriteLine(result.GetValue(json) ? Json(checkpoint, tokenizer, !result.GetValue(quick)) : Words(checkpoint, tokenizer, !result.GetValue(quick)));
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static void Require(IModelTokenizer? tokenizer, int vocabulary, string folder)
    {
        if (tokenizer?.VocabularySize > vocabulary)
        {
            throw new CheckpointException(Path.Combine(folder, "config.json"), null, $"field 'vocab_size' is {vocabulary}, but the tokenizer has {tokenizer.VocabularySize} ids.");
        }
    }

    private static string Words(HuggingFaceCheckpoint checkpoint, IModelTokenizer? tokenizer, bool verified)
    {
        DecoderConfig config = checkpoint.Config;
        string files = checkpoint.WeightFiles.Count == 1 ? "one file" : string.Create(CultureInfo.InvariantCulture, $"{checkpoint.WeightFiles.Count} files");
        string heads = config.HeadCount == config.KeyValueHeadCount ? $"{config.HeadCount}" : $"{config.HeadCount} ({config.KeyValueHeadCount} of keys and values)";
        string tokens = tokenizer is null
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{HuggingFaceTokenizer.FileOf(checkpoint.Folder)}, {tokenizer.VocabularySize} ids, begins with {tokenizer.BeginId}, ends with {tokenizer.EndId}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            family      {checkpoint.Family}
            parameters  {checkpoint.ParameterCount:N0} in {checkpoint.Dtype}, {files}
            shape       {config.LayerCount} layers, hidden {config.HiddenSize}, heads {heads}, vocabulary {config.VocabularySize}, up to {config.MaximumLength} tokens
            head        {(config.TieEmbeddings ? "the embedding" : "a matrix of its own")}
            tensors     {checkpoint.TensorCount}, all there and of the right shape{(verified ? ", every value finite" : ", values not read")}
            tokenizer   {tokens}
            chat        {(tokenizer is null ? null : ChatTemplate.For(tokenizer)?.Format.ToString()) ?? "none"}
            """);
    }

    private static string Json(HuggingFaceCheckpoint checkpoint, IModelTokenizer? tokenizer, bool verified) => JsonLine.Of(writer =>
    {
        writer.WriteString("family", checkpoint.Family.ToString());
        writer.WriteNumber("parameters", checkpoint.ParameterCount);
        writer.WriteString("dtype", checkpoint.Dtype.ToString());
        writer.WriteNumber("files", checkpoint.WeightFiles.Count);
        writer.WriteNumber("tensors", checkpoint.TensorCount);
        writer.WriteBoolean("valuesFinite", verified);
        writer.WriteNumber("layers", checkpoint.Config.LayerCount);
        writer.WriteNumber("hidden", checkpoint.Config.HiddenSize);
        writer.WriteNumber("heads", checkpoint.Config.HeadCount);
        writer.WriteNumber("keyValueHeads", checkpoint.Config.KeyValueHeadCount);
        writer.WriteNumber("vocabulary", checkpoint.Config.VocabularySize);
        writer.WriteNumber("maximumLength", checkpoint.Config.MaximumLength);
        writer.WriteBoolean("tiedHead", checkpoint.Config.TieEmbeddings);
        if (tokenizer is not null)
        {
            writer.WriteString("tokenizer", HuggingFaceTokenizer.FileOf(checkpoint.Folder));
            writer.WriteNumber("tokenizerIds", tokenizer.VocabularySize);
        }
    });
}

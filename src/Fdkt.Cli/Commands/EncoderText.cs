using System.Globalization;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models.Encoders;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Cli.Commands;

/// <summary>What <c>fdkt model show</c> says of an encoder.</summary>
internal static class EncoderText
{
    public static string Words(EncoderCheckpoint checkpoint, IModelTokenizer? tokenizer, bool verified)
    {
        EncoderConfig config = checkpoint.Config;
        string files = checkpoint.WeightFiles.Count == 1 ? "one file" : string.Create(CultureInfo.InvariantCulture, $"{checkpoint.WeightFiles.Count} files");
        string tokens = tokenizer is null
            ? "none"
            : string.Create(CultureInfo.InvariantCulture, $"{HuggingFaceTokenizer.FileOf(checkpoint.Folder)}, {tokenizer.VocabularySize} ids, begins with {tokenizer.BeginId}, ends with {tokenizer.EndId}");
        return string.Create(CultureInfo.InvariantCulture, $"""
            family      {checkpoint.Family}, an encoder
            parameters  {checkpoint.ParameterCount:N0} in {checkpoint.Dtype}, {files}
            shape       {config.LayerCount} layers, hidden {config.HiddenSize}, heads {config.HeadCount}, vocabulary {config.VocabularySize}, up to {config.MaximumLength} tokens
            pooler      {(config.HasPooler ? "there" : "none")}
            tensors     {checkpoint.TensorCount}, all there and of the right shape{(verified ? ", every value finite" : ", values not read")}
            tokenizer   {tokens}
            """);
    }

    public static string Json(EncoderCheckpoint checkpoint, IModelTokenizer? tokenizer, bool verified) => JsonLine.Of(writer =>
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
        writer.WriteNumber("vocabulary", checkpoint.Config.VocabularySize);
        writer.WriteNumber("maximumLength", checkpoint.Config.MaximumLength);
        writer.WriteBoolean("pooler", checkpoint.Config.HasPooler);
        if (tokenizer is not null)
        {
            writer.WriteString("tokenizer", HuggingFaceTokenizer.FileOf(checkpoint.Folder));
            writer.WriteNumber("tokenizerIds", tokenizer.VocabularySize);
        }
    });
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Files;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Tokenizers;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.PublicModels;

/// <summary>Keeps a public model in a folder: <c>model.safetensors</c> (Hugging Face names), <c>tokenizer.json</c>, <c>encoder.safetensors</c>.</summary>
/// <remarks>
/// One that started from a published model is a whole Hugging Face folder, with <c>encoder.safetensors</c> and <c>base-model.json</c> (<see cref="BaseModel"/>) in it.
/// What names the decoder's weights is written last and atomically: a folder without it holds no model.
/// </remarks>
public static class PublicModelStore
{
    private const string DecoderFile = "model.safetensors";
    private const string EncoderFile = "encoder.safetensors";
    private const string TokenizerFile = "tokenizer.json";
    private const string ConfigKey = "fdkt.decoder";
    private const string WordsKey = "fdkt.words";
    private const string BaseFile = "base-model.json";

    private static readonly string[] Files = [TokenizerFile, EncoderFile, DecoderFile];

    /// <summary>Whether a folder holds a whole model.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>True where all is there.</returns>
    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, DecoderFile)) || File.Exists(Path.Combine(folder, FolderFiles.Index));

    /// <summary>Identifies the model in a folder.</summary>
    /// <param name="folder">A folder that holds a whole model.</param>
    /// <returns>SHA-256 over its files in lower-case hexadecimal.</returns>
    /// <exception cref="IOException">A file is missing or cannot be read.</exception>
    public static string HashOf(string folder)
    {
        bool isBased = File.Exists(Path.Combine(folder, BaseFile));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in isBased ? BasedFiles(folder) : Files)
        {
            if (isBased)
            {
                // Which files there are differs here, so their names count.
                hash.AppendData(Encoding.UTF8.GetBytes(file + "\0"));
            }

            using FileStream stream = File.OpenRead(Path.Combine(folder, file));
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model. Not changed.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="compact">True halves the size: values are rounded to bfloat16. The decoder of a model that started from a published one keeps its type.</param>
    public static void Save(PublicModel model, string folder, bool compact = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        Directory.CreateDirectory(folder);
        // An old decoder beside new files would look like a whole model if this were interrupted.
        HuggingFaceWriter.RemoveWeights(folder);
        File.Delete(Path.Combine(folder, BaseFile));
        SafetensorsDtype dtype = compact ? SafetensorsDtype.BF16 : SafetensorsDtype.F32;
        int size = model.Encoder.Dimension;
        SafetensorsWriter.Write(
            Path.Combine(folder, EncoderFile),
            [
                SafetensorsTensor.FromSingles("words", [model.Encoder.WordList.Count, size], model.Encoder.Vectors, dtype),
                SafetensorsTensor.FromSingles("mean", [size], model.Encoder.Mean),
                SafetensorsTensor.FromSingles("codes", [model.Codes.Count, size], model.Codes.SelectMany(code => code).ToArray(), dtype),
            ],
            new Dictionary<string, string> { [WordsKey] = string.Join('\n', model.Encoder.WordList) });
        if (model.Base is { } baseModel)
        {
            SaveBased(model, baseModel, folder);
            return;
        }

        ((BpeTextTokenizer)model.Tokenizer).Save(Path.Combine(folder, TokenizerFile));
        SafetensorsWriter.Write(
            Path.Combine(folder, DecoderFile),
            [.. model.Decoder.Parameters.Select(parameter => parameter.View.ToSafetensors(parameter.Name, dtype))],
            new Dictionary<string, string> { [ConfigKey] = JsonSerializer.Serialize(model.Decoder.Config, PublicModelJsonContext.Default.DecoderConfig) });
    }

    /// <summary>Reads a model.</summary>
    /// <param name="folder">A folder written by <see cref="Save"/>.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="CheckpointException">A file is missing, cut short or does not fit the others.</exception>
    public static PublicModel Load(string folder)
    {
        bool isBased = File.Exists(Path.Combine(folder, BaseFile));
        if ((isBased ? [EncoderFile] : Files).FirstOrDefault(file => !File.Exists(Path.Combine(folder, file))) is { } missing)
        {
            throw new CheckpointException(Path.Combine(folder, missing), null, "it is missing");
        }

        TorchRuntime.EnsureLoaded();
        string encoderPath = Path.Combine(folder, EncoderFile);
        using SafetensorsReader encoderFile = SafetensorsReader.Open(encoderPath);
        string[] words = Metadata(encoderFile, encoderPath, WordsKey).Split('\n');
        float[] mean = encoderFile.ReadSingles("mean");
        TextEncoder encoder = Encoder(encoderPath, words, encoderFile.ReadSingles("words"), mean);
        float[][] codes = [.. encoderFile.ReadSingles("codes").Chunk(mean.Length)];
        if (isBased)
        {
            return LoadBased(folder, encoder, codes);
        }

        BpeTextTokenizer tokenizer = BpeTextTokenizer.Load(Path.Combine(folder, TokenizerFile));
        return new PublicModel(tokenizer, encoder, Decoder(Path.Combine(folder, DecoderFile), tokenizer, mean.Length), codes);
    }

    private static void SaveBased(PublicModel model, BaseModel baseModel, string folder)
    {
        // A tokenizer of before, in another form, would be read in place of this one.
        string from = model.TokenizerFolder!;
        if (Path.GetFullPath(from) != Path.GetFullPath(folder))
        {
            foreach (string old in FolderFiles.Tokenizer.Append(BaseCheckpoint.Llama2cTokenizerFile).Select(file => Path.Combine(folder, file)))
            {
                File.Delete(old);
            }

            foreach (string file in BaseCheckpoint.TokenizerFilesOf(from))
            {
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            }
        }

        AtomicFile.Write(Path.Combine(folder, BaseFile), stream => JsonSerializer.Serialize(stream, baseModel, PublicModelJsonContext.Default.BaseModel));
        HuggingFaceWriter.Save(
            model.Decoder, folder,
            ModelCard.ForPublicModel($"{baseModel.Name}, the public model of a federation", $"It started from {baseModel}, and takes a code of {model.Decoder.Config.ConditioningSize} values as a prefix."),
            new HuggingFaceSaveOptions { BeginId = model.Tokenizer.BeginId, EndId = model.Tokenizer.EndId });
    }

    private static PublicModel LoadBased(string folder, TextEncoder encoder, float[][] codes)
    {
        string path = Path.Combine(folder, BaseFile);
        BaseModel baseModel;
        try
        {
            baseModel = JsonSerializer.Deserialize(File.ReadAllBytes(path), PublicModelJsonContext.Default.BaseModel) ?? throw new CheckpointException(path, null, "it is empty");
        }
        catch (JsonException error)
        {
            throw new CheckpointException(path, null, "it does not describe a base model", error);
        }

        if (baseModel.MaximumTokens < 2)
        {
            throw new CheckpointException(path, null, $"maximumTokens is {baseModel.MaximumTokens}, which is no length of a text");
        }

        using var checkpoint = HuggingFaceCheckpoint.Open(folder);
        ITextTokenizer tokenizer = BaseCheckpoint.TokenizerOf(folder);
        BaseCheckpoint.CheckVocabulary(folder, checkpoint.Config, tokenizer);
        if (checkpoint.Config.ConditioningSize != encoder.Dimension)
        {
            throw new CheckpointException(folder, null, $"the decoder takes codes of {checkpoint.Config.ConditioningSize} values, {EncoderFile} makes {encoder.Dimension}");
        }

        DecoderModel decoder = checkpoint.Load(new HuggingFaceLoadOptions { Device = TensorPlace.Device, MaximumLength = baseModel.MaximumTokens });
        return new PublicModel(tokenizer, encoder, decoder, codes, baseModel) { TokenizerFolder = folder };
    }

    /// <summary>What makes up a model that started from a published one, in a fixed order.</summary>
    private static IEnumerable<string> BasedFiles(string folder)
    {
        using var checkpoint = HuggingFaceCheckpoint.Open(folder);
        return [BaseFile, EncoderFile, FolderFiles.Config, .. BaseCheckpoint.TokenizerFilesOf(folder).Concat(checkpoint.WeightFiles).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
    }

    private static TextEncoder Encoder(string path, string[] words, float[] vectors, float[] mean)
    {
        try
        {
            return new TextEncoder(words, vectors, mean);
        }
        catch (ArgumentException error)
        {
            throw new CheckpointException(path, null, error.Message, error);
        }
    }

    private static DecoderModel Decoder(string path, BpeTextTokenizer tokenizer, int codeSize)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        DecoderConfig config;
        try
        {
            config = JsonSerializer.Deserialize(Metadata(reader, path, ConfigKey), PublicModelJsonContext.Default.DecoderConfig)!.Validate();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new CheckpointException(path, null, $"its {ConfigKey} is not a decoder configuration", error);
        }

        if (config.VocabularySize != tokenizer.VocabularySize || config.ConditioningSize != codeSize)
        {
            throw new CheckpointException(path, null, string.Create(
                CultureInfo.InvariantCulture,
                $"it is made for {config.VocabularySize} tokens and codes of {config.ConditioningSize}, the files beside it have {tokenizer.VocabularySize} and {codeSize}"));
        }

        var decoder = new DecoderModel(config, 0, device: TensorPlace.Device);
        using DisposeScope scope = NewDisposeScope();
        try
        {
            decoder.Load(reader.ReadTensors());
        }
        catch (ArgumentException error)
        {
            decoder.Dispose();
            throw new CheckpointException(path, null, error.Message, error);
        }

        return decoder;
    }

    private static string Metadata(SafetensorsReader reader, string path, string key) =>
        reader.Metadata.TryGetValue(key, out string? value) ? value : throw new CheckpointException(path, null, $"it has no {key}: it is no public model");
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Fdkt.Learning.Files;
using Fdkt.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Writes a model as a Hugging Face folder: weights, <c>config.json</c>, a card, and the tokenizer's files where a folder of them is given.</summary>
/// <remarks>Weights are written piece by piece, so no second copy of the model is made. What names the weights is written last: a folder without it holds no model.</remarks>
public static class HuggingFaceWriter
{
    private const string GenerationConfig = "generation_config.json";

    /// <summary>Writes a model, replacing one that is there.</summary>
    /// <param name="model">The model; its shape is that of a supported family.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="card">Becomes <c>README.md</c>, and <c>privacy-statement.json</c> where it has a statement.</param>
    /// <param name="options">Type and size of the files; null takes the defaults.</param>
    /// <returns>The files of weights.</returns>
    /// <exception cref="ArgumentException">No family has the shape of the model, a weight is not finite in the type of the files, or an option is out of range.</exception>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Save(DecoderModel model, string folder, ModelCard card, HuggingFaceSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(card);
        options ??= new HuggingFaceSaveOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.ShardBytes, nameof(options));
        SafetensorsDtype dtype = options.Dtype ?? DtypeOf(model);
        if (!SafetensorsDtypes.IsWeight(dtype))
        {
            throw new ArgumentException($"Weights cannot be written as {dtype}; F32, BF16 and F16 are supported.", nameof(options));
        }

        ModelFamily family = ModelFamilies.Of(model.Config);
        Directory.CreateDirectory(folder);
        RemoveWeights(folder);
        WriteText(Path.Combine(folder, FolderFiles.Card), card.ToMarkdown(family, model.Layout.Count, dtype));
        string statement = Path.Combine(folder, FolderFiles.Statement);
        File.Delete(statement);
        if (card.Statement is { } said)
        {
            WriteText(statement, said.ToJson());
        }

        CopyTokenizer(options.TokenizerFolder, folder);
        byte[] config = ConfigWriter.Write(family, model.Config, dtype, options);
        AtomicFile.Write(Path.Combine(folder, FolderFiles.Config), stream => stream.Write(config));
        SafetensorsTensor[] tensors = [.. CheckpointNames.Of(family, model.Layout).Select(tensor => Deferred(model, tensor, dtype))];
        return WriteWeights(folder, tensors, options.ShardBytes);
    }

    private static List<string> WriteWeights(string folder, SafetensorsTensor[] tensors, long shardBytes)
    {
        // Hugging Face's loader wants to know which framework wrote the file.
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        List<List<SafetensorsTensor>> shards = [[]];
        long size = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (shards[^1].Count > 0 && size + tensor.ByteLength > shardBytes)
            {
                shards.Add([]);
                size = 0;
            }

            shards[^1].Add(tensor);
            size += tensor.ByteLength;
        }

        if (shards.Count == 1)
        {
            string single = Path.Combine(folder, FolderFiles.Weights);
            SafetensorsWriter.Write(single, shards[0], metadata);
            return [single];
        }

        string[] names = [.. shards.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"model-{i + 1:D5}-of-{shards.Count:D5}.safetensors"))];
        foreach ((string name, List<SafetensorsTensor> shard) in names.Zip(shards))
        {
            SafetensorsWriter.Write(Path.Combine(folder, name), shard, metadata);
        }

        AtomicFile.Write(Path.Combine(folder, FolderFiles.Index), stream => WriteIndex(stream, names, shards));
        return [.. names.Select(name => Path.Combine(folder, name))];
    }

    private static void WriteIndex(Stream stream, string[] names, List<List<SafetensorsTensor>> shards)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", shards.SelectMany(shard => shard).Sum(tensor => tensor.ByteLength));
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string name, List<SafetensorsTensor> shard) in names.Zip(shards))
        {
            foreach (SafetensorsTensor tensor in shard)
            {
                json.WriteString(tensor.Name, name);
            }
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static SafetensorsTensor Deferred(DecoderModel model, CheckpointTensor tensor, SafetensorsDtype dtype) =>
        SafetensorsTensor.FromWriter(tensor.Name, tensor.Shape, dtype, stream =>
        {
            using IDisposable grad = no_grad();
            using Tensor source = tensor.Transposed ? model.Named(tensor.Target).t() : model.Flat.narrow(0, tensor.Target.Offset, tensor.Target.Count);
            long width = tensor.Transposed ? tensor.Target.Rows : 1;
            foreach ((long first, long count) in TensorStream.Pieces(tensor.Target.Count, width))
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor part = source.narrow(0, first / width, count / width).to(TensorStream.DtypeOf(dtype)).cpu().contiguous();
                if (!FiniteScan.AllFinite(part.bytes, dtype))
                {
                    throw new ArgumentException($"Tensor '{tensor.Name}' has a value that is not finite, or not in {dtype}.", nameof(model));
                }

                stream.Write(part.bytes);
            }
        });

    private static SafetensorsDtype DtypeOf(DecoderModel model) => model.Flat.dtype switch
    {
        ScalarType.BFloat16 => SafetensorsDtype.BF16,
        ScalarType.Float16 => SafetensorsDtype.F16,
        _ => SafetensorsDtype.F32,
    };

    /// <summary>Weights of before beside a new configuration would look like a whole model if this were interrupted.</summary>
    internal static void RemoveWeights(string folder)
    {
        File.Delete(Path.Combine(folder, FolderFiles.Index));
        File.Delete(Path.Combine(folder, FolderFiles.Weights));
        foreach (string shard in Directory.EnumerateFiles(folder, "model-*-of-*.safetensors"))
        {
            File.Delete(shard);
        }
    }

    private static void CopyTokenizer(string? from, string to)
    {
        if (from is null || Path.GetFullPath(from) == Path.GetFullPath(to))
        {
            return;
        }

        foreach (string file in FolderFiles.Tokenizer.Append(GenerationConfig).Where(file => File.Exists(Path.Combine(from, file))))
        {
            File.Copy(Path.Combine(from, file), Path.Combine(to, file), overwrite: true);
        }
    }

    private static void WriteText(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}

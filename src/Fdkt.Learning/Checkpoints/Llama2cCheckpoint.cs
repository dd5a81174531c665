using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Checkpoints;

/// <summary>A llama2.c "legacy" (version 0) model file, under Hugging Face names and in Hugging Face's rotary convention.</summary>
/// <remarks>
/// llama2.c rotates adjacent pairs (2i, 2i+1) of a head, the decoder here halves (i, i + size/2). Reordering the rows of the query and
/// key matrices inside each head turns one into the other without changing any attention score, so that is done on reading:
/// row i of a head is the file's row 2i, row i + size/2 its row 2i+1.
/// </remarks>
public sealed class Llama2cCheckpoint
{
    private const int HeaderBytes = 28;

    private Llama2cCheckpoint(DecoderConfig config, IReadOnlyList<NamedTensor> tensors) => (Config, Tensors) = (config, tensors);

    /// <summary>Shape of the model; RMSNorm's epsilon is 1e-5 and the rotary base 10,000, as llama2.c fixes them.</summary>
    public DecoderConfig Config { get; }

    /// <summary>The weights. Without <c>lm_head.weight</c> where the output matrix is the embedding.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>Reads a file into memory.</summary>
    /// <param name="path">The file, little-endian: seven int32, then float32 values. Less than 2 GiB.</param>
    /// <exception cref="CheckpointException">The header is impossible, or the file is not exactly as long as the header says.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Llama2cCheckpoint Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        long length = stream.Length;
        Span<byte> header = stackalloc byte[HeaderBytes];
        if (length < HeaderBytes)
        {
            throw new CheckpointException(path, null, $"{length} bytes are no llama2.c header of {HeaderBytes}.");
        }

        stream.ReadExactly(header);
        int[] fields = new int[7];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = BinaryPrimitives.ReadInt32LittleEndian(header[(4 * i)..]);
        }

        DecoderConfig config = ReadConfig(path, fields);
        var names = new Llama2cLayout(config);
        long expected = HeaderBytes + (4 * names.Count);
        if (length != expected || length > int.MaxValue)
        {
            throw new CheckpointException(path, null, $"{length} bytes, but a model of its header has {expected}, and at most {int.MaxValue} can be read.");
        }

        float[] values = new float[(int)names.Count];
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return new Llama2cCheckpoint(config, names.Cut(values));
    }

    /// <summary>The weights as CPU tensors, for <see cref="DecoderModel.Load"/>.</summary>
    /// <returns>New float32 tensors by name; the caller disposes them.</returns>
    public IReadOnlyDictionary<string, Tensor> ToTensors()
    {
        TorchRuntime.EnsureLoaded();
        return Tensors.ToDictionary(
            named => named.Name, named => tensor(named.Values.ToArray(), [.. named.Shape], ScalarType.Float32), StringComparer.Ordinal);
    }

    private static DecoderConfig ReadConfig(string path, int[] fields)
    {
        // A negative vocabulary size marks an output matrix of its own. Bounds keep products inside 64 bits.
        if (fields.Any(field => field is 0 or int.MinValue || Math.Abs(field) > 1 << 24) || fields.Where((_, i) => i != 5).Any(field => field < 0))
        {
            throw new CheckpointException(path, null, "the header has a value out of range.");
        }

        try
        {
            return new DecoderConfig
            {
                HiddenSize = fields[0],
                IntermediateSize = fields[1],
                LayerCount = fields[2],
                HeadCount = fields[3],
                KeyValueHeadCount = fields[4],
                VocabularySize = Math.Abs(fields[5]),
                MaximumLength = fields[6],
                TieEmbeddings = fields[5] > 0,
            }.Validate();
        }
        catch (ArgumentException e)
        {
            throw new CheckpointException(path, null, "the header is no model: its sizes do not fit together.", e);
        }
    }
}

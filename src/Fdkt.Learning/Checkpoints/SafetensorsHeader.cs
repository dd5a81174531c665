using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Fdkt.Learning.Checkpoints;

/// <summary>Reads and checks the header of a safetensors file before anything of its size is allocated.</summary>
/// <remarks>Format: 8 bytes header length (little-endian), JSON header, elements without gaps (huggingface/safetensors, README "Format").</remarks>
internal static class SafetensorsHeader
{
    /// <summary>Bytes of the length field.</summary>
    public const int LengthBytes = 8;

    /// <summary>Key of the header that holds texts instead of a tensor.</summary>
    public const string MetadataKey = "__metadata__";

    // The bound of the reference implementation. Also what limits this reader's memory.
    private const long LargestHeader = 100_000_000;

    /// <summary>Tensors in the order of their elements, and metadata.</summary>
    /// <exception cref="CheckpointException">The header breaks a rule of the format.</exception>
    public static (List<SafetensorsEntry> Tensors, Dictionary<string, string> Metadata) Read(string path, SafeFileHandle file)
    {
        long fileLength = RandomAccess.GetLength(file);
        byte[] prefix = new byte[LengthBytes];
        ulong headerLength = RandomAccess.Read(file, prefix, 0) == LengthBytes ? BinaryPrimitives.ReadUInt64LittleEndian(prefix) : 0;
        if (headerLength is < 2 or > LargestHeader || (long)headerLength > fileLength - LengthBytes)
        {
            throw new CheckpointException(path, null, $"the header of {headerLength} bytes is not 2 to {LargestHeader}, or leaves the file of {fileLength} bytes.");
        }

        byte[] header = new byte[(int)headerLength];
        SafetensorsElements.Fill(path, null, file, header, LengthBytes);
        long dataStart = LengthBytes + (long)headerLength;
        try
        {
            using JsonDocument json = JsonDocument.Parse(header);
            return Parse(path, json.RootElement, dataStart, fileLength - dataStart);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(path, null, "the header is not the JSON the format describes.", e);
        }
    }

    private static (List<SafetensorsEntry>, Dictionary<string, string>) Parse(string path, JsonElement root, long dataStart, long dataLength)
    {
        var tensors = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
            {
                throw new CheckpointException(path, property.Name, "the name occurs twice.");
            }

            if (property.Name == MetadataKey)
            {
                foreach (JsonProperty text in property.Value.EnumerateObject())
                {
                    metadata[text.Name] = text.Value.GetString() ?? throw new CheckpointException(path, null, "a text of the metadata is null.");
                }
            }
            else
            {
                tensors.Add(Entry(path, property, dataStart, dataLength));
            }
        }

        // No gaps and no overlap: each tensor starts where the one before it ends, and the last ends with the file.
        tensors.Sort((a, b) => (a.Offset, a.ByteLength).CompareTo((b.Offset, b.ByteLength)));
        long expected = dataStart;
        foreach (SafetensorsEntry tensor in tensors)
        {
            if (tensor.Offset != expected)
            {
                throw new CheckpointException(path, tensor.Name, $"its data starts at {tensor.Offset - dataStart}, the tensor before it ends at {expected - dataStart}.");
            }

            expected += tensor.ByteLength;
        }

        return expected == dataStart + dataLength
            ? (tensors, metadata)
            : throw new CheckpointException(path, null, $"{dataLength} bytes of data, but the tensors end at {expected - dataStart}.");
    }

    private static SafetensorsEntry Entry(string path, JsonProperty property, long dataStart, long dataLength)
    {
        string name = property.Name;
        JsonElement value = property.Value;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("dtype", out JsonElement type)
            || !value.TryGetProperty("shape", out JsonElement dimensions) || !value.TryGetProperty("data_offsets", out JsonElement offsets))
        {
            throw new CheckpointException(path, name, "dtype, shape or data_offsets is missing.");
        }

        SafetensorsDtype dtype = SafetensorsDtypes.Parse(type.GetString())
            ?? throw new CheckpointException(path, name, "its element type is not known (such as F32, BF16, F16, I64).");
        long[] shape = [.. dimensions.EnumerateArray().Select(dimension => dimension.GetInt64())];
        long[] range = [.. offsets.EnumerateArray().Select(offset => offset.GetInt64())];
        if (range is not [long begin, long end] || begin < 0 || end < begin || end > dataLength)
        {
            throw new CheckpointException(path, name, $"data_offsets are not a range inside the {dataLength} bytes of data.");
        }

        // A count of elements above the bytes of the file cannot be right, whatever the type; stopping there avoids overflow. Zero ends it too.
        long count = 1;
        foreach (long dimension in shape)
        {
            bool fits = dimension == 0 || (dimension > 0 && count <= long.MaxValue / 8 / dimension);
            count = fits ? count * dimension : throw new CheckpointException(path, name, "its shape is negative or too large.");
        }

        return count * SafetensorsDtypes.SizeOf(dtype) == end - begin
            ? new SafetensorsEntry(name, dtype, shape, count, dataStart + begin)
            : throw new CheckpointException(path, name, $"its shape of {SafetensorsDtypes.NameOf(dtype)} does not take the {end - begin} bytes of its data_offsets.");
    }
}

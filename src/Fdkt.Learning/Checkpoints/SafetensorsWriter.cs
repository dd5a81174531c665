using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using Fdkt.Learning.Files;

namespace Fdkt.Learning.Checkpoints;

/// <summary>Writes safetensors files, whole or not at all.</summary>
public static class SafetensorsWriter
{
    // The reference writer pads the header to this, so that elements are aligned for whoever maps the file.
    private const int Alignment = 8;

    /// <summary>Writes tensors and metadata to a file, replacing what is there: temporary file, flush to disk, rename.</summary>
    /// <param name="path">The file. Its folder exists.</param>
    /// <param name="tensors">With distinct names; written in the given order. The same input gives the same bytes.</param>
    /// <param name="metadata">Free texts by key, or null.</param>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is the reserved <c>__metadata__</c>.</exception>
    /// <exception cref="IOException">The file cannot be written, for instance on a full disk. The old file, if any, is untouched.</exception>
    public static void Write(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (SafetensorsTensor tensor in tensors)
            {
                if (tensor.Deferred is { } deferred)
                {
                    long start = stream.Position;
                    deferred(stream);
                    if (stream.Position - start != tensor.ByteLength)
                    {
                        throw new InvalidOperationException($"Tensor '{tensor.Name}' wrote {stream.Position - start} bytes instead of {tensor.ByteLength}.");
                    }
                }
                else if (tensor.Dtype == SafetensorsDtype.I64)
                {
                    stream.Write(MemoryMarshal.AsBytes(tensor.Integers.Span));
                }
                else
                {
                    SafetensorsElements.Write(stream, tensor.Dtype, tensor.Singles.Span);
                }
            }
        });
    }

    private static byte[] Header(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataKey };
            long offset = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                if (!names.Add(tensor.Name))
                {
                    throw new ArgumentException($"The tensor name '{tensor.Name}' is reserved or occurs twice.", nameof(tensors));
                }

                WriteEntry(json, tensor, offset);
                offset += tensor.ByteLength;
            }

            json.WriteEndObject();
        }

        while (stream.Length % Alignment != 0)
        {
            stream.WriteByte((byte)' ');
        }

        return stream.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsTensor tensor, long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsDtypes.NameOf(tensor.Dtype));
        json.WriteStartArray("shape");
        foreach (long dimension in tensor.Shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset + tensor.ByteLength);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

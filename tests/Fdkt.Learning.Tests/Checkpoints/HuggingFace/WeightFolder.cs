using System.Buffers.Binary;
using System.Text.Json;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>A checkpoint folder written by hand: random weights by name, as the published format has them. Uses nothing of the code under test.</summary>
internal sealed class WeightFolder : IDisposable
{
    private readonly Random _random;

    public WeightFolder(int seed) => _random = new Random(seed);

    public string Folder { get; } = Directory.CreateTempSubdirectory("fdkt-huggingface-").FullName;

    /// <summary>Values as the file holds them, widened.</summary>
    public Dictionary<string, (long[] Shape, double[] Values)> Tensors { get; } = new(StringComparer.Ordinal);

    public string ConfigPath => Path.Combine(Folder, "config.json");

    public string WeightsPath => Path.Combine(Folder, "model.safetensors");

    public string IndexPath => Path.Combine(Folder, "model.safetensors.index.json");

    /// <summary>Adds a tensor of values around a centre, rounded to bfloat16 so that every element type holds them exactly.</summary>
    public void Add(string name, long[] shape, double centre = 0, double spread = 0.3)
    {
        long count = shape.Aggregate(1L, (a, b) => a * b);
        var values = new double[count];
        for (long i = 0; i < count; i++)
        {
            float value = (float)(centre + (((_random.NextDouble() * 2) - 1) * spread));
            values[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xffff0000);
        }

        Tensors[name] = (shape, values);
    }

    public void WriteConfig(string json) => File.WriteAllText(ConfigPath, json);

    /// <summary>One file with all tensors.</summary>
    public void WriteWeights(string dtype = "F32") => WriteFile(WeightsPath, Tensors.Keys, dtype);

    /// <summary>Several files in turn, and their index.</summary>
    public void WriteShards(int count, string dtype = "F32")
    {
        string[] names = [.. Tensors.Keys];
        var map = new Dictionary<string, string>();
        for (int shard = 0; shard < count; shard++)
        {
            string file = $"model-{shard + 1:D5}-of-{count:D5}.safetensors";
            string[] part = [.. names.Where((_, i) => i % count == shard)];
            WriteFile(Path.Combine(Folder, file), part, dtype);
            foreach (string name in part)
            {
                map[name] = file;
            }
        }

        File.WriteAllText(IndexPath, JsonSerializer.Serialize(new Dictionary<string, object> { ["metadata"] = new { total_size = 1 }, ["weight_map"] = map }));
    }

    public void WriteFile(string path, IEnumerable<string> names, string dtype)
    {
        var header = new Dictionary<string, object> { ["__metadata__"] = new Dictionary<string, string> { ["format"] = "pt" } };
        using var data = new MemoryStream();
        foreach (string name in names)
        {
            (long[] shape, double[] values) = Tensors[name];
            long begin = data.Position;
            foreach (double value in values)
            {
                data.Write(Bytes((float)value, dtype));
            }

            header[name] = new { dtype, shape, data_offsets = new[] { begin, data.Position } };
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(path, [.. length, .. json, .. data.ToArray()]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static byte[] Bytes(float value, string dtype) => dtype switch
    {
        "F32" => BitConverter.GetBytes(value),
        "BF16" => BitConverter.GetBytes((ushort)(BitConverter.SingleToUInt32Bits(value) >> 16)),
        "F16" => BitConverter.GetBytes(BitConverter.HalfToUInt16Bits((Half)value)),
        _ => throw new ArgumentException(dtype, nameof(dtype)),
    };
}

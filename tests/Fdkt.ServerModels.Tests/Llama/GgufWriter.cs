using System.Text;

namespace Fdkt.ServerModels.Tests.Llama;

/// <summary>Writes GGUF version 3: metadata, then float32 tensors. The format is that of ggml's docs/gguf.md.</summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;
    private const uint Version = 3;

    private const uint Uint32 = 4, Int32 = 5, Float32 = 6, String = 8, Array = 9;
    private const uint TensorOfFloat32 = 0;

    private readonly List<(string Name, Action<BinaryWriter> Write)> _metadata = [];
    private readonly List<(string Name, int[] Shape, float[] Values)> _tensors = [];

    public GgufWriter Add(string key, string value) => Entry(key, writer => { writer.Write(String); Text(writer, value); });

    public GgufWriter Add(string key, int value) => Entry(key, writer => { writer.Write(Uint32); writer.Write((uint)value); });

    public GgufWriter Add(string key, float value) => Entry(key, writer => { writer.Write(Float32); writer.Write(value); });

    public GgufWriter Add(string key, string[] values) => Entry(key, writer => List(writer, String, values, text => Text(writer, text)));

    public GgufWriter Add(string key, float[] values) => Entry(key, writer => List(writer, Float32, values, writer.Write));

    public GgufWriter Add(string key, int[] values) => Entry(key, writer => List(writer, Int32, values, writer.Write));

    /// <param name="name">Name of the tensor.</param>
    /// <param name="values">Row-major.</param>
    /// <param name="shape">Rows first, as everywhere but in the file.</param>
    public GgufWriter Tensor(string name, float[] values, params int[] shape)
    {
        Assert.Equal(values.Length, shape.Aggregate(1, (a, b) => a * b));
        _tensors.Add((name, shape, values));
        return this;
    }

    public void Save(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach ((string name, Action<BinaryWriter> write) in _metadata)
        {
            Text(writer, name);
            write(writer);
        }

        ulong offset = 0;
        foreach ((string name, int[] shape, float[] values) in _tensors)
        {
            Text(writer, name);
            writer.Write((uint)shape.Length);
            foreach (int length in shape.Reverse())
            {
                writer.Write((ulong)length);
            }

            writer.Write(TensorOfFloat32);
            writer.Write(offset);
            offset += (ulong)Aligned(values.Length * sizeof(float));
        }

        Pad(writer);
        foreach ((_, _, float[] values) in _tensors)
        {
            System.Array.ForEach(values, writer.Write);
            Pad(writer);
        }
    }

    private static long Aligned(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        writer.Write(new byte[Aligned(writer.BaseStream.Position) - writer.BaseStream.Position]);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static void List<T>(BinaryWriter writer, uint type, T[] values, Action<T> write)
    {
        writer.Write(Array);
        writer.Write(type);
        writer.Write((ulong)values.Length);
        System.Array.ForEach(values, write);
    }

    private GgufWriter Entry(string key, Action<BinaryWriter> write)
    {
        _metadata.Add((key, write));
        return this;
    }
}

using System.Text;

namespace Fdkt.Learning.Tests.Encoders;

/// <summary>An ONNX file of one operation, written byte by byte: the state of a token is its row of a table. The format is that of onnx.proto.</summary>
internal static class SmallOnnxModel
{
    private const int Float = 1;
    private const int Int64 = 7;

    /// <param name="table">One row per token.</param>
    /// <param name="inputs">Names of inputs, each (batch, tokens) of whole numbers; the first chooses the rows.</param>
    public static byte[] Lookup(float[][] table, params string[] inputs)
    {
        byte[] raw = [.. table.SelectMany(row => row).SelectMany(BitConverter.GetBytes)];
        byte[] initializer = [.. Number(1, table.Length), .. Number(1, table[0].Length), .. Number(2, Float), .. Text(8, "table"), .. Bytes(9, raw)];
        byte[] node = [.. Text(1, "table"), .. Text(1, inputs[0]), .. Text(2, "last_hidden_state"), .. Text(4, "Gather")];
        byte[] graph =
        [
            .. Bytes(1, node), .. Text(2, "lookup"), .. Bytes(5, initializer),
            .. inputs.SelectMany(name => Bytes(11, Value(name, Int64, "batch", "tokens"))), .. Bytes(12, Value("last_hidden_state", Float, "batch", "tokens", "hidden")),
        ];
        return [.. Number(1, 8), .. Bytes(7, graph), .. Bytes(8, [.. Text(1, string.Empty), .. Number(2, 13)])];
    }

    private static byte[] Value(string name, int type, params string[] shape)
    {
        byte[] tensor = [.. Number(1, type), .. Bytes(2, [.. shape.SelectMany(dimension => Bytes(1, Text(2, dimension)))])];
        return [.. Text(1, name), .. Bytes(2, Bytes(1, tensor))];
    }

    private static byte[] Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    private static byte[] Bytes(int field, byte[] value) => [.. Varint((field << 3) | 2), .. Varint(value.Length), .. value];

    private static byte[] Number(int field, int value) => [.. Varint(field << 3), .. Varint(value)];

    private static IEnumerable<byte> Varint(int value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            yield return (byte)(value | 0x80);
        }

        yield return (byte)value;
    }
}

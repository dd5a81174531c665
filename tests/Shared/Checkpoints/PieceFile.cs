using System.Buffers.Binary;
using System.Text;

namespace Fdkt.Tests.Checkpoints;

/// <summary>The vocabulary of a llama2.c model, and the SentencePiece file it comes to, written by hand as protobuf.</summary>
internal static class PieceFile
{
    /// <summary>Bytes and scores of a <c>tokenizer.bin</c>.</summary>
    public static List<(byte[] Bytes, float Score)> Pieces(string path)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(path).AsSpan(4);
        var pieces = new List<(byte[], float)>();
        while (!file.IsEmpty)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(file[4..]);
            pieces.Add((file.Slice(8, length).ToArray(), BinaryPrimitives.ReadSingleLittleEndian(file)));
            file = file[(8 + length)..];
        }

        return pieces;
    }

    /// <summary>How SentencePiece writes a piece.</summary>
    public static string Name(int id, byte[] bytes) => id switch
    {
        0 => "<unk>",
        1 => "<s>",
        2 => "</s>",
        < 259 => $"<0x{id - 3:X2}>",
        _ => Encoding.UTF8.GetString(bytes).Replace(' ', '\u2581'),
    };

    /// <summary>A <c>tokenizer.model</c>: BPE with byte fallback; a blank before the text, no blank removed.</summary>
    public static byte[] Model(IReadOnlyList<(byte[] Bytes, float Score)> pieces)
    {
        var model = new List<byte>();
        for (int id = 0; id < pieces.Count; id++)
        {
            model.AddRange(Field(1, [.. Field(1, Encoding.UTF8.GetBytes(Name(id, pieces[id].Bytes))), 0x15, .. BitConverter.GetBytes(pieces[id].Score), 0x18, Kind(id)]));
        }

        model.AddRange(Field(2, [0x18, 2, 0x98, 0x02, 1]));
        model.AddRange(Field(3, [.. Field(1, "identity"u8.ToArray()), 0x18, 1, 0x20, 0, 0x28, 1]));
        return [.. model];
    }

    /// <summary>A field of bytes.</summary>
    public static byte[] Field(int number, byte[] content)
    {
        var result = new List<byte> { (byte)((number << 3) | 2) };
        for (int rest = content.Length; ; rest >>= 7)
        {
            result.Add((byte)(rest < 0x80 ? rest : (rest & 0x7f) | 0x80));
            if (rest < 0x80)
            {
                return [.. result, .. content];
            }
        }
    }

    private static byte Kind(int id) => id switch { 0 => 2, 1 or 2 => 3, < 259 => 6, _ => 1 };
}

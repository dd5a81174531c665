using System.Text;
using System.Text.Unicode;
using Fdkt.Contracts.Datasets;

namespace Fdkt.GpuJobs.Data;

/// <summary>Passes bytes through and fails with a line number at the first that is no UTF-8, which a decoder would silently replace.</summary>
internal sealed class Utf8CheckingStream(Stream inner, string file) : ReadThroughStream(inner)
{
    // The longest UTF-8 sequence has four bytes, so at most three wait for their end.
    private readonly byte[] _waiting = new byte[3];
    private int _waitingCount;
    private long _line = 1;
    private bool _started;

    protected override void Note(ReadOnlySpan<byte> bytes)
    {
        if (!_started && bytes.Length >= 2)
        {
            _started = true;
            if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            {
                throw new DataSourceException(file, "the file is in UTF-16", "Save it as UTF-8.", 1);
            }
        }

        byte[] all = [.. _waiting.AsSpan(0, _waitingCount), .. bytes];
        int complete = bytes.IsEmpty ? all.Length : all.Length - Incomplete(all);
        ReadOnlySpan<byte> checkable = all.AsSpan(0, complete);
        if (!Utf8.IsValid(checkable))
        {
            Fail(checkable);
        }

        _line += checkable.Count((byte)'\n');
        _waitingCount = all.Length - complete;
        all.AsSpan(complete).CopyTo(_waiting);
    }

    private void Fail(ReadOnlySpan<byte> bytes)
    {
        int position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            position += consumed;
        }

        throw new DataSourceException(
            file,
            "a byte is not valid UTF-8",
            "Save the file as UTF-8 (it may be Latin-1 or Windows-1252).",
            _line + bytes[..position].Count((byte)'\n'));
    }

    /// <summary>Bytes at the end that begin a sequence whose end may come with the next read.</summary>
    private static int Incomplete(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte value = bytes[^back];
            if ((value & 0xC0) == 0x80)
            {
                continue; // A continuation byte: look for its leader.
            }

            int needed = value >= 0xF0 ? 4 : value >= 0xE0 ? 3 : value >= 0xC0 ? 2 : 1;
            return needed > back ? back : 0;
        }

        return 0;
    }
}

using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Transport.Files;

namespace Fdkt.Transport.Journal.Folder;

/// <summary>A journal in a file. A writer remembers how the file ended when it looked last, and stops where it ends otherwise.</summary>
internal sealed class FolderRoundJournal(RoundId round, string path) : IRoundJournal
{
    private readonly string _lock = Path.Combine(Path.GetDirectoryName(path)!, $"{DurableFile.HiddenMark}{Path.GetFileName(path)}.lock");
    private int _length;
    private long _next;
    private byte[] _torn = [];

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        using FileLock held = await FileLock.AcquireAsync(_lock, cancellationToken).ConfigureAwait(false);
        byte[] bytes = await DurableFile.ReadAsync(path, cancellationToken).ConfigureAwait(false) ?? [];
        (IReadOnlyList<JournalEntry> entries, _length) = JournalLines.Read(bytes, Path.GetFileName(path));
        _next = entries.Count;
        _torn = bytes[_length..];
        return entries;
    }

    public async Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        byte[] lines = JournalLines.Write(entries, _next);
        using FileLock held = await FileLock.AcquireAsync(_lock, cancellationToken).ConfigureAwait(false);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        await using (stream.ConfigureAwait(false))
        {
            if (!EndsAsRemembered(stream))
            {
                throw new JournalConflictException(round, _next);
            }

            try
            {
                // From here on there is no stopping half way: a cancelled append would look like another writer's.
                stream.SetLength(_length);
                stream.Position = _length;
                await stream.WriteAsync(lines, CancellationToken.None).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                stream.SetLength(_length);
                _torn = [];
                throw;
            }
        }

        _length += lines.Length;
        _next += entries.Count;
        _torn = [];
    }

    private bool EndsAsRemembered(FileStream stream)
    {
        if (stream.Length != _length + _torn.Length)
        {
            return false;
        }

        byte[] tail = new byte[_torn.Length];
        stream.Position = _length;
        stream.ReadExactly(tail);
        return tail.AsSpan().SequenceEqual(_torn);
    }
}

using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;

namespace Fdkt.Transport.Journal.Azure;

/// <summary>A journal in an append blob: each batch is one append at the position where the writer knows the end to be, so a second writer fails.</summary>
internal sealed class BlobRoundJournal(RoundId round, AppendBlobClient blob) : IRoundJournal
{
    // A condition that failed although it holds is tried again; more often than this is a fault of the service.
    private const int MostAttempts = 5;

    private readonly string _writer = Guid.NewGuid().ToString("N");
    private bool _exists;
    private long _length;
    private long _next;

    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = (await blob.DownloadContentAsync(cancellationToken).ConfigureAwait(false)).Value.Content.ToArray();
            _exists = true;
        }
        catch (RequestFailedException error) when (error.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            bytes = [];
            _exists = false;
        }

        (IReadOnlyList<JournalEntry> entries, int length) = JournalLines.Read(bytes, blob.Name);
        if (length != bytes.Length)
        {
            // The service appends a batch whole or not at all, and nothing can be cut off an append blob.
            throw new InvalidDataException($"Journal {blob.Name} is damaged at entry {entries.Count}.");
        }

        _length = length;
        _next = entries.Count;
        return entries;
    }

    public async Task AppendAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        byte[] lines = JournalLines.Write(entries, _next, _writer);
        if (lines.Length == 0)
        {
            return;
        }

        for (int attempt = 1; !await TryAppendAsync(lines, attempt == MostAttempts, cancellationToken).ConfigureAwait(false); attempt++)
        {
        }

        _length += lines.Length;
        _next += entries.Count;
    }

    /// <summary>False where a condition failed although it holds, so that it can be tried again.</summary>
    private async Task<bool> TryAppendAsync(byte[] lines, bool isLast, CancellationToken cancellationToken)
    {
        await CreateAsync(cancellationToken).ConfigureAwait(false);
        var options = new AppendBlobAppendBlockOptions { Conditions = new AppendBlobRequestConditions { IfAppendPositionEqual = _length } };
        using var content = new MemoryStream(lines, writable: false);
        try
        {
            await blob.AppendBlockAsync(content, options, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException error) when (error.Status == 404 && _length == 0 && !isLast)
        {
            _exists = false;
            return false;
        }
        catch (RequestFailedException error) when (error.Status == 412)
        {
            BlobProperties stored = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (stored.ContentLength == _length)
            {
                return isLast ? throw new IOException($"Journal {blob.Name} refuses an append at its end, {_length}.", error) : false;
            }

            // Not ours unless the bytes are ours: then an earlier try had landed and only its answer was lost. Each line names its writer.
            return await HoldsAsync(lines, stored.ContentLength, cancellationToken).ConfigureAwait(false) ? true : throw new JournalConflictException(round, _next);
        }
    }

    private async Task<bool> HoldsAsync(byte[] lines, long storedLength, CancellationToken cancellationToken)
    {
        if (storedLength < _length + lines.Length)
        {
            return false;
        }

        var range = new BlobDownloadOptions { Range = new HttpRange(_length, lines.Length) };
        BlobDownloadResult stored = await blob.DownloadContentAsync(range, cancellationToken).ConfigureAwait(false);
        return stored.Content.ToMemory().Span.SequenceEqual(lines);
    }

    private async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (_exists)
        {
            return;
        }

        var options = new AppendBlobCreateOptions
        {
            Conditions = new AppendBlobRequestConditions { IfNoneMatch = ETag.All },
            HttpHeaders = new BlobHttpHeaders { ContentType = "application/jsonl" },
        };
        try
        {
            await blob.CreateAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException error) when (error.Status is 409 or 412)
        {
            // It is there, by another writer or by an earlier try. Where it is not, the append finds out.
        }

        _exists = true;
    }
}

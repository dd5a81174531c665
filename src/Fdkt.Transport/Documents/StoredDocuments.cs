using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Transport.Documents;

/// <summary>What every document store does alike.</summary>
internal static class StoredDocuments
{
    public const string MediaType = "application/json";

    // A round of a thousand clients and three repetitions has a status of about 1 MB. Workers write here too, so what they write is bounded.
    private const int MaximumBytes = 16 * 1024 * 1024;

    /// <exception cref="RefusedException">What is stored is no such record, or longer than any.</exception>
    public static async Task<StoredDocument<T>> ReadAsync<T>(
        DocumentPath path, Stream stored, long length, Func<byte[], string> tag, JsonTypeInfo<T> type, int version, CancellationToken cancellationToken)
        where T : class, IControlDocument
    {
        if (length > MaximumBytes)
        {
            throw new RefusedException(ReasonCode.TooManyBytes, $"The document {path.Name} has {length} bytes; at most {MaximumBytes} are read.");
        }

        byte[] bytes = new byte[length];
        await stored.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return new StoredDocument<T>(ContractReader.Read(bytes, type, version), tag(bytes));
    }
}

using System.Security.Cryptography;
using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Transport.Json;

namespace Fdkt.Transport.Inbox;

/// <summary>A message of the inbox that could not be dealt with, as it lies on the poison queue for the operator.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="MessageId">The inbox's id of the message.</param>
/// <param name="Deliveries">How often it was delivered.</param>
/// <param name="At">When it was moved aside.</param>
/// <param name="Length">Number of bytes of the message.</param>
/// <param name="Sha256">Their hash, lower-case hexadecimal.</param>
/// <param name="Body">The bytes, cut after <see cref="MaximumBodyBytes"/>.</param>
public sealed record PoisonedUpload(
    int SchemaVersion, ReasonCode Reason, string MessageId, long Deliveries, DateTimeOffset At, long Length, string Sha256, byte[] Body)
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>Most bytes of a message that are kept: with the rest of the record, in base64, they fit a queue message of 64 KiB. An honest upload has about 1 KiB.</summary>
    public const int MaximumBodyBytes = 32 * 1024;

    /// <summary>Reads what lies on the poison queue.</summary>
    /// <param name="bytes">The text of a message there, as UTF-8.</param>
    /// <exception cref="RefusedException">The bytes are no such record.</exception>
    public static PoisonedUpload Read(ReadOnlySpan<byte> bytes) => ContractReader.Read(bytes, TransportJsonContext.Default.PoisonedUpload, CurrentSchemaVersion);

    internal static PoisonedUpload Of(InboxMessage message, ReasonCode reason, DateTimeOffset at) => new(
        CurrentSchemaVersion, reason, message.Id, message.Deliveries, at, message.Body.Length, Convert.ToHexStringLower(SHA256.HashData(message.Body.Span)),
        message.Body[..Math.Min(message.Body.Length, MaximumBodyBytes)].ToArray());

    internal byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, TransportJsonContext.Default.PoisonedUpload);
}

using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Transport.Json;

namespace Fdkt.Transport.Artifacts;

/// <summary>Says beside an artifact that it is refused, and why. The first mark stays.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Reason">Why.</param>
internal sealed record QuarantineMark(int SchemaVersion, ReasonCode Reason)
{
    public const int CurrentSchemaVersion = 1;

    public const string MediaType = "application/json";

    /// <summary>Marks are a few dozen bytes; what is longer is none.</summary>
    private const int MaximumBytes = 1024;

    public static byte[] Write(ReasonCode reason) =>
        JsonSerializer.SerializeToUtf8Bytes(new QuarantineMark(CurrentSchemaVersion, reason), TransportJsonContext.Default.QuarantineMark);

    /// <summary>The reason of a stored mark; null where there is none.</summary>
    public static async Task<ReasonCode?> ReadAsync(Stream? stored, CancellationToken cancellationToken)
    {
        if (stored is null)
        {
            return null;
        }

        await using (stored.ConfigureAwait(false))
        {
            byte[] bytes = new byte[MaximumBytes];
            int length = await stored.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            try
            {
                return ContractReader.Read(bytes.AsSpan(0, length), TransportJsonContext.Default.QuarantineMark, CurrentSchemaVersion).Reason;
            }
            catch (RefusedException unreadable)
            {
                // It lies where the client may write. A mark that does not read still keeps the artifact out.
                return unreadable.Reason;
            }
        }
    }
}

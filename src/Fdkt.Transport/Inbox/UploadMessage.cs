using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;

namespace Fdkt.Transport.Inbox;

/// <summary>What every inbox does alike: checks arguments and makes the bytes of a message.</summary>
internal static class UploadMessage
{
    private const int MostAtOnce = 32;

    /// <exception cref="RefusedException">The announcement is larger than a message may be.</exception>
    public static byte[] Write(DemoUpload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(upload, FederationJsonContext.Default.DemoUpload);
        return body.Length <= IDemoInbox.MaximumBytes
            ? body
            : throw new RefusedException(ReasonCode.MessageTooLarge, $"An announcement has {body.Length} bytes; at most {IDemoInbox.MaximumBytes} are sent.");
    }

    public static void CheckReceive(int most, TimeSpan hideFor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MostAtOnce);
        // Storage queues count whole seconds, up to seven days.
        ArgumentOutOfRangeException.ThrowIfLessThan(hideFor, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hideFor, TimeSpan.FromDays(7));
    }
}

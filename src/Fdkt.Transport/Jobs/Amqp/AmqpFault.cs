using System.Net.Sockets;
using System.Security.Authentication;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Azure.Identity;

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>What a fault of the protocol means.</summary>
internal static class AmqpFault
{
    private static readonly Symbol ServerBusy = "com.microsoft:server-busy";

    /// <summary>Whether an exception tells of the broker or the way to it, not of a mistake of ours.</summary>
    public static bool Is(Exception exception) => exception
        is AmqpException or IOException or SocketException or TimeoutException or ObjectDisposedException or OperationCanceledException
        or AuthenticationException or AuthenticationFailedException;

    /// <summary>Whether trying again cannot help: the certificate is not trusted, or the broker refuses the user, the queue or the message.</summary>
    public static bool IsFinal(Exception fault) =>
        fault is AuthenticationException
        || Condition(fault) is { } condition
            && (condition.Equals((Symbol)ErrorCode.UnauthorizedAccess) || condition.Equals((Symbol)ErrorCode.NotFound) || condition.Equals((Symbol)ErrorCode.NotAllowed) || IsTooLarge(fault));

    /// <summary>Whether the message is larger than the broker allows.</summary>
    public static bool IsTooLarge(Exception fault) => Condition(fault) is { } condition && condition.Equals((Symbol)ErrorCode.MessageSizeExceeded);

    /// <summary>Whether the broker asks for patience.</summary>
    public static bool IsBusy(Exception fault) => Condition(fault) is { } condition && condition.Equals(ServerBusy);

    /// <summary>An exception for what a peer said when it closed something.</summary>
    /// <param name="error">What it said; null where it said nothing.</param>
    /// <param name="what">What was closed.</param>
    public static AmqpException Closed(Error? error, string what) =>
        new(error ?? new Error(ErrorCode.DetachForced) { Description = $"The {what} was closed." });

    private static Symbol? Condition(Exception fault) => (fault as AmqpException)?.Error?.Condition;
}

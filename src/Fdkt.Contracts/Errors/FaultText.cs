using System.Net.Sockets;
using System.Text;

namespace Fdkt.Contracts.Errors;

/// <summary>
/// What a log may say of an exception. Messages of our own types hold no content of a file by rule; those of parsers and of other libraries may repeat
/// what they read.
/// </summary>
public static class FaultText
{
    // What these say is of addresses, paths and states, not of content.
    private static readonly string[] KnownAssemblies = ["Fdkt.", "Azure.", "Microsoft.Azure.", "Amqp", "System.Net."];

    /// <summary>Type and message on one line, or the type alone where the message is not known to be free of content.</summary>
    /// <param name="fault">The exception.</param>
    public static string Brief(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return MayBeShown(fault) ? $"{fault.GetType().Name}: {fault.Message}" : fault.GetType().Name;
    }

    /// <summary>The exception with its causes and stacks, without the messages that <see cref="Brief"/> leaves out.</summary>
    /// <param name="fault">The exception.</param>
    public static string Full(Exception fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var text = new StringBuilder();
        Append(text, fault);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Exception fault)
    {
        text.AppendLine(Brief(fault)).AppendLine(fault.StackTrace);
        IEnumerable<Exception> causes = fault is AggregateException several ? several.InnerExceptions
            : fault.InnerException is { } inner ? [inner]
            : [];
        foreach (Exception cause in causes)
        {
            Append(text.Append("caused by "), cause);
        }
    }

    private static bool MayBeShown(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or SocketException or TimeoutException or OperationCanceledException
        || KnownAssemblies.Any(known => fault.GetType().Assembly.GetName().Name?.StartsWith(known, StringComparison.Ordinal) == true);
}

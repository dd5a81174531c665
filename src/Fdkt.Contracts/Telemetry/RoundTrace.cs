using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Fdkt.Contracts.Telemetry;

/// <summary>
/// The spans of a federation. A round has one trace: its context is part of the order, travels in the messages, and each process hangs its spans below it. The context
/// travels on where a process records nothing, too. Thread-safe.
/// </summary>
public static class RoundTrace
{
    /// <summary>Name of the source of all spans.</summary>
    public const string SourceName = "Fdkt";

    /// <summary>Tag: the round.</summary>
    public const string RoundTag = "fdkt.round";

    /// <summary>Tag: the client; none where the server works.</summary>
    public const string ClientTag = "fdkt.client";

    /// <summary>Tag: the job.</summary>
    public const string JobTag = "fdkt.job";

    /// <summary>Tag: how it ended.</summary>
    public const string EndTag = "fdkt.end";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Context of the span at hand, in W3C form; null where there is none.</summary>
    public static string? Current => Activity.Current?.IdFormat == ActivityIdFormat.W3C ? Activity.Current.Id : null;

    /// <summary>Whether a text is a trace context. Contexts come from outside, too.</summary>
    /// <param name="context">The text.</param>
    public static bool IsContext([NotNullWhen(true)] string? context) => ActivityContext.TryParse(context, null, isRemote: true, out _);

    /// <summary>Begins a span, which is the one at hand until it is disposed.</summary>
    /// <param name="name">What is done, from a small set of names.</param>
    /// <param name="kind">Whether a message comes in or goes out.</param>
    /// <param name="parent">Context that it belongs to; where it is null or none, the span at hand, or else a new trace.</param>
    /// <returns>The span; dispose it. Where nobody records spans it only carries the context.</returns>
    public static Activity Start(string name, ActivityKind kind = ActivityKind.Internal, string? parent = null)
    {
        ActivityContext context = ActivityContext.TryParse(parent, null, isRemote: true, out ActivityContext given) ? given : Activity.Current?.Context ?? default;
        return Source.StartActivity(name, kind, context) ?? Carry(name, context);
    }

    /// <summary>Records a span that is over.</summary>
    /// <param name="name">What was done.</param>
    /// <param name="parent">Context that it belongs to.</param>
    /// <param name="began">When it began.</param>
    /// <param name="ended">When it ended.</param>
    /// <param name="tags">Its tags.</param>
    public static void Record(string name, string? parent, DateTimeOffset began, DateTimeOffset ended, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        ActivityContext context = ActivityContext.TryParse(parent, null, isRemote: true, out ActivityContext given) ? given : default;
        using Activity? span = Source.StartActivity(ActivityKind.Internal, context, name: name, startTime: began);
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            span?.SetTag(tag.Key, tag.Value);
        }

        span?.SetEndTime(ended.UtcDateTime);
    }

    /// <summary>Says that a span ended with a fault: its type alone, since a message may quote what it tripped over.</summary>
    /// <param name="span">The span.</param>
    /// <param name="fault">The fault.</param>
    public static void Fail(Activity span, Exception fault)
    {
        ArgumentNullException.ThrowIfNull(span);
        ArgumentNullException.ThrowIfNull(fault);
        span.SetStatus(ActivityStatusCode.Error, fault.GetType().Name);
    }

    private static Activity Carry(string name, ActivityContext context)
    {
        var span = new Activity(name);
        if (context == default)
        {
            // Who records further on asks the beginning of the trace whether it is wanted.
            span.ActivityTraceFlags = ActivityTraceFlags.Recorded;
        }
        else
        {
            span.SetParentId(context.TraceId, context.SpanId, context.TraceFlags);
        }

        return span.Start();
    }
}

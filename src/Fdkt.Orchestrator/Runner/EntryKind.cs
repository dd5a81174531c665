namespace Fdkt.Orchestrator.Runner;

/// <summary>The kinds of journal entries.</summary>
internal static class EntryKind
{
    /// <summary>The time at which the entries that follow were learned.</summary>
    public const string Time = "time";

    /// <summary>An activity ended.</summary>
    public const string Effect = "effect";

    /// <summary>An event from outside.</summary>
    public const string Event = "event";

    /// <summary>A timer came due.</summary>
    public const string Timer = "timer";

    /// <summary>The orchestration returned.</summary>
    public const string End = "end";
}

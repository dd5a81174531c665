namespace Fdkt.Orchestrator.Runner;

/// <summary>What became of an event.</summary>
internal enum RaiseResult
{
    /// <summary>The round has it.</summary>
    Delivered,

    /// <summary>The round is over.</summary>
    RoundOver,

    /// <summary>The round does not run here now: it waits after a fault, or another process runs it. Whoever raises keeps the message.</summary>
    Later,
}

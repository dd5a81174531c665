namespace Fdkt.Orchestrator.Commands;

/// <summary>What an order to start a round came to.</summary>
internal enum StartResult
{
    /// <summary>The round runs here.</summary>
    Running,

    /// <summary>The round is over: an order seen before.</summary>
    Over,

    /// <summary>Another round of the task runs; this one has its outcome: refused.</summary>
    TaskBusy,
}

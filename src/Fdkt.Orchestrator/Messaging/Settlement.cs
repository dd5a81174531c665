namespace Fdkt.Orchestrator.Messaging;

/// <summary>What to do with a message that was handled without a fault.</summary>
internal enum Settlement
{
    /// <summary>It is dealt with.</summary>
    Done,

    /// <summary>It cannot be dealt with now: it is kept a while and given back.</summary>
    Later,
}

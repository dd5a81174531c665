namespace Fdkt.Orchestrator.Rounds;

/// <summary>The result of an activity that has none.</summary>
internal sealed record ActivityDone
{
    /// <summary>The only one.</summary>
    public static ActivityDone Instance { get; } = new();
}

using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Commands;

/// <summary>The round that holds a task: <c>tasks/TASK.json</c>, changed only against its tag. It holds the task until it has an outcome.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Task">The task.</param>
/// <param name="Round">The round.</param>
internal sealed record ActiveRound(int SchemaVersion, TaskId Task, RoundId Round) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>
/// The demonstrations that a repetition of a round goes on with: <c>rounds/ROUND/demos/sSEED.json</c>, written once, before the jobs that read it are sent.
/// A document of its own because jobs do not hold it: with a thousand clients the list is larger than a message may be, and every client would get it.
/// </summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Round">The round.</param>
/// <param name="Task">The task.</param>
/// <param name="Seed">The repetition.</param>
/// <param name="Demos">The accepted demonstrations, in the order of the clients' names.</param>
public sealed record DemoPool(int SchemaVersion, RoundId Round, TaskId Task, int Seed, IReadOnlyList<DemoSource> Demos) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

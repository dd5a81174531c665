using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport;

/// <summary>The names of all containers and storage queues, and of the folders that stand for containers on a disk.</summary>
public static class StorageNames
{
    /// <summary>Clients' demonstrations.</summary>
    public const string Demos = ArtifactPath.DemosContainer;

    /// <summary>What the server wrote.</summary>
    public const string Augmented = ArtifactPath.AugmentedContainer;

    /// <summary>Control documents and journals. Never text.</summary>
    public const string Control = "control";

    /// <summary>The storage queue on which clients announce demonstrations.</summary>
    public const string DemoUploads = FederationQueues.DemoUploads;

    /// <summary>Where messages of <see cref="DemoUploads"/> end that cannot be dealt with.</summary>
    public const string PoisonedDemoUploads = $"{DemoUploads}-poison";

    /// <summary>All containers.</summary>
    public static IReadOnlyList<string> Containers { get; } = [Demos, Augmented, Control];

    /// <summary>All storage queues.</summary>
    public static IReadOnlyList<string> Queues { get; } = [DemoUploads, PoisonedDemoUploads];

    /// <summary>The journal of a round, inside <see cref="Control"/>.</summary>
    /// <param name="round">The round.</param>
    public static string Journal(RoundId round) => $"journals/{round}.jsonl";
}

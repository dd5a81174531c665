using System.Globalization;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Artifacts;

/// <summary>Where an artifact lies. Built from ids, never taken from a message: a message's reference is compared with the path that belongs there.</summary>
public sealed record ArtifactPath
{
    /// <summary>The container of clients' demonstrations.</summary>
    public const string DemosContainer = "demos";

    /// <summary>The container of augmented text.</summary>
    public const string AugmentedContainer = "augmented";

    private const int HashLength = 16;

    private ArtifactPath(string container, string name) => (Container, Name) = (container, name);

    /// <summary>The container.</summary>
    public string Container { get; }

    /// <summary>The folder of the artifact inside the container: its manifest and its data set lie in it.</summary>
    public string Name { get; }

    /// <summary>Blob name of the manifest.</summary>
    public string ManifestName => $"{Name}/manifest.json";

    /// <summary>Blob name of the data set.</summary>
    public string DatasetName => $"{Name}/data.jsonl.gz";

    /// <summary>Blob name of the mark that the artifact is refused.</summary>
    public string QuarantineName => $"{Name}/quarantine.json";

    /// <summary>Demonstrations a round asked a client for. The client comes first: a client may write below its own prefix only.</summary>
    /// <param name="client">The client.</param>
    /// <param name="task">The task.</param>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    public static ArtifactPath Demos(ClientId client, TaskId task, RoundId round, int seed) =>
        new(DemosContainer, $"{client}/{task}/rounds/{round}/{Seed(seed)}");

    /// <summary>Demonstrations a client pushed on its own.</summary>
    /// <param name="client">The client.</param>
    /// <param name="task">The task.</param>
    /// <param name="contentHash">Content hash of the data set, hexadecimal.</param>
    /// <exception cref="InvalidNameException">The hash is none.</exception>
    public static ArtifactPath Pushed(ClientId client, TaskId task, string contentHash)
    {
        ArgumentNullException.ThrowIfNull(contentHash);
        return contentHash.Length >= HashLength && contentHash.All(char.IsAsciiHexDigitLower)
            ? new(DemosContainer, $"{client}/{task}/pushed/{contentHash[..HashLength]}")
            : throw new InvalidNameException("content hash", contentHash);
    }

    /// <summary>What the server wrote for a method.</summary>
    /// <param name="task">The task.</param>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="method">The method, such as fdkt.</param>
    public static ArtifactPath Augmented(TaskId task, RoundId round, int seed, Comparison method) =>
        new(AugmentedContainer, $"{task}/{round}/{Seed(seed)}/{EnumNames.Of(method).ToLowerInvariant()}");

    private static string Seed(int seed) => string.Create(CultureInfo.InvariantCulture, $"s{seed}");
}

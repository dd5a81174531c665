using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.Cli.Federation;

/// <summary>What the registry gets to know of a client: its name, its public key, its tasks and its limits; δ where its policy names one.</summary>
internal static class Enrolment
{
    /// <summary>The enrolment of a folder's client.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="tasks">Tasks; null takes those of the folder.</param>
    /// <param name="maximumEpsilon">Largest ε of one release; null takes what the folder's policy allows in a round.</param>
    /// <param name="maximumRows">Most demonstrations of one release; null takes what any artifact may have.</param>
    public static ClientRegistration Of(ClientFolder folder, IReadOnlyList<TaskId>? tasks, double? maximumEpsilon, int? maximumRows)
    {
        using ClientKey key = folder.OpenKey();
        return new ClientRegistration(
            ClientRegistration.CurrentSchemaVersion, folder.Settings.Client, key.KeyId, key.PublicKey, tasks ?? folder.Settings.Tasks,
            maximumEpsilon ?? folder.Settings.Policy.EpsilonPerRound, maximumRows ?? ArtifactLimits.Default.MaximumRows, default, null, folder.Settings.Policy.Delta);
    }
}

using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Clients;

/// <summary>A client of a federation as its data owner set it up: <c>client.json</c> in the client's folder.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Client">Who the client is; its queue and its prefix in the stores follow from it.</param>
/// <param name="Data">
/// Where the private rows and the rows to measure accuracy on are, as in a round file; <c>public</c> has no use here. Paths are relative to the folder,
/// and <c>{seed}</c> in a path stands for the repetition, where each has rows of its own.
/// </param>
/// <param name="Tasks">Tasks the client takes part in.</param>
/// <param name="Labels">The labels its rows may have, two or more. A job may ask for some of them; rows of any other are read by nothing.</param>
/// <param name="Policy">What it allows.</param>
/// <param name="Student">The classifier as a fine-tuned checkpoint that lies on this machine, its path relative to the folder; left out, the linear one on words. What a job says of it is not read.</param>
/// <param name="Encoder">The encoder that lies on this machine, its folder relative to this one; left out, the built-in one. A job names an encoder by its hash, and one for another is refused.</param>
public sealed record ClientSettings(
    int SchemaVersion,
    ClientId Client,
    DataSection Data,
    IReadOnlyList<TaskId> Tasks,
    IReadOnlyList<string> Labels,
    ClientPolicy Policy,
    StudentSection? Student = null,
    EncoderSection? Encoder = null)
{
    /// <summary>The version that this build writes, and the only one it reads.</summary>
    public const int CurrentSchemaVersion = 1;
}

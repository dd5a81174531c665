using System.Text.Json.Serialization;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Jobs;

/// <summary>Work for a worker, sent on its queue. Carries ids and references, never text. Delivered at least once.</summary>
/// <param name="SchemaVersion">Version of the contract: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Id">Names the work: the same work asked for twice has the same id.</param>
/// <param name="Round">The round.</param>
/// <param name="Task">The task.</param>
/// <param name="Seed">The repetition, 0 or above.</param>
/// <param name="Labels">The task's labels in order.</param>
/// <param name="Domain">What the texts are, in a few words.</param>
/// <param name="Model">Fingerprint of the public model that the worker must hold.</param>
/// <param name="Deadline">After this the result is late.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(SynthesisJob), "synthesis")]
[JsonDerivedType(typeof(AugmentationJob), "augmentation")]
[JsonDerivedType(typeof(TrainingJob), "training")]
public abstract record Job(
    int SchemaVersion,
    JobId Id,
    RoundId Round,
    TaskId Task,
    int Seed,
    IReadOnlyList<string> Labels,
    string Domain,
    string Model,
    DateTimeOffset Deadline) : IControlDocument
{
    /// <summary>Hash of the encoder that the worker must use; null where the order names none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Encoder { get; init; }

    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

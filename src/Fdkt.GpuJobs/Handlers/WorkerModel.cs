using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;

namespace Fdkt.GpuJobs.Handlers;

/// <summary>The public model that a worker holds. Owns it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Fingerprint">What jobs name it by: <see cref="PublicModelStore.HashOf"/>.</param>
/// <param name="Generator">The server's language model, for augmentation; null takes the public model.</param>
/// <param name="Embedder">What clusters demonstrations; null takes the public model's encoder.</param>
public sealed record WorkerModel(PublicModel Model, string Fingerprint, ITextGenerator? Generator = null, ITextEncoder? Embedder = null) : IDisposable
{
    /// <summary>Reads the model of a folder.</summary>
    /// <param name="folder">A folder with a public model.</param>
    /// <param name="generator">The server's language model; null takes the public model.</param>
    /// <param name="embedder">What clusters demonstrations; null takes the public model's encoder.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="Learning.Checkpoints.CheckpointException">The folder holds no whole model.</exception>
    public static WorkerModel Load(string folder, ITextGenerator? generator = null, ITextEncoder? embedder = null) =>
        new(PublicModelStore.Load(folder), PublicModelStore.HashOf(folder), generator, embedder);

    /// <summary>Holds a job to this model: demonstrations and judges of another would not fit together.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="RefusedException">The job is for another model.</exception>
    public void Require(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (job.Model != Fingerprint)
        {
            throw new RefusedException(ReasonCode.ModelMismatch, $"The job is for the public model {job.Model}; this worker holds {Fingerprint}.");
        }
    }

    /// <summary>Holds a job to an encoder: states of another would mean nothing to the other clients.</summary>
    /// <param name="job">The job.</param>
    /// <param name="encoder">The encoder that this worker uses.</param>
    /// <exception cref="RefusedException">The job is for another encoder.</exception>
    public static void RequireEncoder(Job job, ITextEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(encoder);
        if (job.Encoder is { } hash && hash != encoder.Hash)
        {
            throw new RefusedException(ReasonCode.EncoderMismatch, $"The job is for the encoder {hash}; this worker has {encoder.Name}, {encoder.Hash}.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}

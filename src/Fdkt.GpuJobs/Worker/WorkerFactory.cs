using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Stages;
using Microsoft.Extensions.Logging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>Makes the workers of the two roles.</summary>
public static class WorkerFactory
{
    /// <summary>The worker of a client: synthesis and training, beside the private rows.</summary>
    /// <param name="folder">The client's folder.</param>
    /// <param name="signer">The client's key. Not owned.</param>
    /// <param name="model">The public model. Not owned.</param>
    /// <param name="ports">The rest of the federation. Not owned.</param>
    /// <param name="options">Limits and rhythms.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The local log.</param>
    /// <returns>The worker.</returns>
    /// <exception cref="RoundFileException">The folder of the client's checkpoint is not there, or its pooling does not suit it.</exception>
    /// <exception cref="Learning.Checkpoints.CheckpointException">The client's checkpoint cannot be used.</exception>
    /// <exception cref="Learning.Tokenizers.TokenizerException">Its tokenizer cannot be used.</exception>
    public static JobWorker Client(ClientFolder folder, IManifestSigner signer, WorkerModel model, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        // A checkpoint that cannot be used is said now, and not after the server has done its part.
        StudentTrainers.Of(new TrainingSection(Student: folder.Settings.Student), folder.Path);
        return new JobWorker(FederationQueues.ClientJobs(folder.Settings.Client), ClientHandlers(folder, signer, model, ports, options, clock), ports, options, clock, logger);
    }

    /// <summary>What a client's worker does. A test may put a mechanism of its own into the synthesis.</summary>
    internal static IReadOnlyList<IJobHandler> ClientHandlers(
        ClientFolder folder, IManifestSigner signer, WorkerModel model, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ReleaseMechanism? mechanism = null)
    {
        var synthesis = new SynthesisHandler(folder, signer, model, ports, clock);
        return
        [
            new NotedHandler(mechanism is null ? synthesis : new SynthesisHandler(folder, signer, model, ports, clock) { Mechanism = mechanism }, folder, clock),
            new NotedHandler(new TrainingHandler(folder, model, ports, options.Artifacts, clock), folder, clock),
        ];
    }

    /// <summary>The worker of the server's language model: augmentation.</summary>
    /// <param name="workFolder">Where written text is kept until a round is over; made where it is missing. May be emptied between rounds.</param>
    /// <param name="model">The public model and the server's language model. Not owned.</param>
    /// <param name="ports">The rest of the federation. Not owned.</param>
    /// <param name="options">Limits and rhythms.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The local log.</param>
    /// <returns>The worker.</returns>
    public static JobWorker LanguageModel(string workFolder, WorkerModel model, WorkerPorts ports, WorkerOptions options, TimeProvider clock, ILogger logger)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workFolder);
        ArgumentNullException.ThrowIfNull(options);
        return new JobWorker(
            FederationQueues.LanguageModelJobs, [new AugmentationHandler(new ArtifactFolder(workFolder), model, ports, options.Artifacts, clock)], ports, options, clock, logger);
    }
}

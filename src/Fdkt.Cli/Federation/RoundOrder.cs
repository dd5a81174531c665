using System.Globalization;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.Contracts.Telemetry;
using Fdkt.GpuJobs.Encoders;
using Fdkt.Learning.Encoders;

namespace Fdkt.Cli.Federation;

/// <summary>Makes orders to the orchestrator and sends them.</summary>
internal static class RoundOrder
{
    /// <summary>What becomes of an embedder that a round file names.</summary>
    public const string EmbedderNotSent = "augmentation.embedder is read by 'fdkt run' alone. In a federation the language model's worker clusters: name the embedder in the file of its --llm.";

    /// <summary>
    /// An order to start a round. The file goes without its data section and its student, which are for the data owners, without its embedder, which is for the language model's worker, without what
    /// needs private text at the server, and without how the public model is made: the order names the model, which every worker holds.
    /// </summary>
    /// <param name="file">The round, checked; its task lists the labels.</param>
    /// <param name="model">Fingerprint of the public model.</param>
    /// <param name="id">Id of the round; null makes one of task and time.</param>
    /// <param name="task">The task; null takes the nearest name to that of the file.</param>
    /// <param name="participants">Who is asked; null asks all of the task.</param>
    /// <param name="clock">Dates the order.</param>
    /// <exception cref="InvalidNameException">The id or the task is no name.</exception>
    public static RoundRequest Make(RoundFile file, string model, string? id, string? task, IReadOnlyList<ClientId>? participants, TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        TaskId taskId = task is null ? TaskOf(file) : new TaskId(task);
        return new RoundRequest(
            RoundRequest.CurrentSchemaVersion, new RoundId(id ?? IdOf(taskId, now)), taskId, FederatedRound.ToOrder(InFederation(file)) with { Pretraining = new() }, file.Task.Labels!, model, participants, now, RoundTrace.Current);
    }

    /// <summary>The task of a round file: the nearest name to that in the file.</summary>
    public static TaskId TaskOf(RoundFile file) => FederatedRound.TaskOf(file);

    /// <summary>The round as a federation can run it: nobody hands private text to the server, not even for a comparison.</summary>
    /// <exception cref="UserErrorException">A seed is negative: seeds name jobs and folders.</exception>
    public static RoundFile InFederation(RoundFile file) => file.Seeds.Values.All(seed => seed >= 0)
        ? FederatedRound.WithFederatedComparisons(file)
        : throw new UserErrorException(ExitCode.InvalidInput, "seeds: a seed of a federated round is below 0", "Give seeds of 0 or above.");

    /// <summary>The round with the hash of its encoder, to which all workers are held. What is trained from the public corpus is named by the public model.</summary>
    /// <param name="file">The round.</param>
    /// <param name="baseDirectory">What the encoder's folder is relative to.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="EncoderException">The encoder is missing, damaged, or has another hash than the file says.</exception>
    /// <exception cref="UserErrorException">The encoder is an endpoint, which no client may show its text to.</exception>
    public static RoundFile WithEncoder(RoundFile file, string baseDirectory, CancellationToken cancellationToken)
    {
        if (file.Encoder.Kind == EncoderKind.Endpoint)
        {
            throw new UserErrorException(ExitCode.InvalidInput, "encoder.kind: an endpoint would be shown the clients' private text", "Give builtIn, onnx or checkpoint.");
        }

        if (file.Encoder.Kind == EncoderKind.Trained)
        {
            return file;
        }

        string hash = BuiltInEncoder.Hash;
        if (file.Encoder.Kind != EncoderKind.BuiltIn)
        {
            ITextEncoder encoder = EncoderFactory.InProcess(file.Encoder, baseDirectory, cancellationToken)!;
            hash = encoder.Hash;
            EncoderFactory.Release(encoder);
        }

        return file.Encoder.Hash is { } asked && asked != hash
            ? throw new EncoderException($"encoder.hash is {asked}, and the encoder here has {hash}. Leave it out, or get the other encoder.")
            : file with { Encoder = file.Encoder with { Hash = hash } };
    }

    /// <summary>What an order leaves out of a round file though its author may count on it.</summary>
    public static IEnumerable<string> NotSent(RoundFile file)
    {
        if (file.Training.Student is not null)
        {
            yield return "training.student is not sent: each client names its own in its client.json, as student.";
        }

        if (file.Augmentation.Embedder is not null)
        {
            yield return EmbedderNotSent;
        }
    }

    /// <summary>Sends an order.</summary>
    /// <param name="queue">The broker.</param>
    /// <param name="command">The order.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public static Task SendAsync(IJobQueue queue, RoundCommand command, CancellationToken cancellationToken)
    {
        (string subject, RoundId round) = command switch
        {
            StartRound start => ("start", start.Request.Round),
            CancelRound cancel => ("cancel", cancel.Round),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command, "Unknown order."),
        };
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(command, FederationJsonContext.Default.RoundCommand);
        return queue.SendAsync(FederationQueues.RoundCommands, new QueueMessage($"{subject}-{round}", subject, body, RoundTrace.Current), cancellationToken);
    }

    // The time has 15 characters; what is left of the longest name goes to the task.
    private static string IdOf(TaskId task, DateTimeOffset now)
    {
        string stamp = now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string name = task.Value[..Math.Min(task.Value.Length, NameRule.MaximumLength - stamp.Length - 1)].TrimEnd('-');
        return $"{name}-{stamp}";
    }
}

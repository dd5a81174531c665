using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Facts;

/// <summary>Reads facts of jobs strictly and turns the last one of a job into the event that the round understands. Pure.</summary>
internal static class JobFacts
{
    /// <summary>Reads a fact.</summary>
    /// <param name="body">The message's bytes.</param>
    /// <exception cref="RefusedException">It is none, or its parts do not belong together.</exception>
    public static JobFact Read(ReadOnlyMemory<byte> body)
    {
        if (body.Length > QueueMessage.MaximumBytes)
        {
            throw new RefusedException(ReasonCode.MessageTooLarge, $"The message has {body.Length} bytes; {QueueMessage.MaximumBytes} are allowed.");
        }

        JobFact fact = ContractReader.Read(body.Span, FederationJsonContext.Default.JobFact, JobFact.CurrentSchemaVersion);
        _ = Step(fact);
        return fact;
    }

    /// <summary>What a fact's job was.</summary>
    /// <param name="fact">The fact.</param>
    /// <exception cref="RefusedException">The job's id is not made of the round, seed and client of the fact.</exception>
    public static JobStep Step(JobFact fact)
    {
        if (fact.Seed >= 0)
        {
            foreach (JobStep step in fact.Client is null ? (JobStep[])[JobStep.Augmentation] : [JobStep.Synthesis, JobStep.Training])
            {
                if (Id(step, fact.Round, fact.Seed, fact.Client) == fact.Job)
                {
                    return step;
                }
            }
        }

        throw new RefusedException(ReasonCode.InvalidName, $"A fact of round {fact.Round}, seed {fact.Seed}, client {fact.Client} cannot be of job {fact.Job}.");
    }

    /// <summary>The id of a step's job.</summary>
    /// <param name="step">The step.</param>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="client">The client; null for the augmentation.</param>
    public static JobId Id(JobStep step, RoundId round, int seed, ClientId? client) => step switch
    {
        JobStep.Synthesis => JobId.Synthesis(round, seed, client!.Value),
        JobStep.Training => JobId.Training(round, seed, client!.Value),
        _ => JobId.Augmentation(round, seed),
    };

    /// <summary>The event of a job's end.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="task">The task of its round.</param>
    /// <returns>Null where the fact is no end.</returns>
    /// <exception cref="RefusedException">It refers to artifacts that do not belong to the job.</exception>
    public static JobEnded? EndOf(JobFact fact, TaskId task)
    {
        JobStep step = Step(fact);
        return fact switch
        {
            // Of a client nothing counts but that it is done: numbers that it sends against the contract are not read.
            JobCompleted completed when step == JobStep.Augmentation => new JobEnded(fact.Job, step, fact.Seed, fact.Client, JobEnd.Completed, null, Texts(completed, task), completed.Stages),
            JobCompleted or ClientJobCompleted when step != JobStep.Augmentation => new JobEnded(fact.Job, step, fact.Seed, fact.Client, JobEnd.Completed, null, [], []),
            ClientJobCompleted => throw new RefusedException(ReasonCode.UnknownKind, $"Job {fact.Job} is not a client's."),
            JobFailed failed => JobEnded.Without(fact.Job, step, fact.Seed, fact.Client, JobEnd.Failed, failed.Reason),
            JobRefused refused => JobEnded.Without(fact.Job, step, fact.Seed, fact.Client, JobEnd.Refused, refused.Reason),
            _ => null,
        };
    }

    private static IReadOnlyList<WrittenTexts> Texts(JobCompleted fact, TaskId task)
    {
        foreach (WrittenTexts texts in fact.Texts)
        {
            ArtifactPath path = ArtifactPath.Augmented(task, fact.Round, fact.Seed, texts.Method);
            if (texts.Manifest.Container != path.Container || texts.Manifest.Name != path.ManifestName)
            {
                throw new RefusedException(ReasonCode.InvalidName, $"The texts of job {fact.Job} are not at {path.ManifestName}.");
            }
        }

        return fact.Texts;
    }
}

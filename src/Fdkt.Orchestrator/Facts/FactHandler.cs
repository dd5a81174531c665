using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Messaging;
using Fdkt.Orchestrator.Inbox;
using Fdkt.Orchestrator.Messaging;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;

namespace Fdkt.Orchestrator.Facts;

/// <summary>Handles the messages of <c>job-results</c>: ends of jobs go to their round, the rest to the board. Thread-safe.</summary>
internal sealed class FactHandler(IRoundHost host, RoundDirectory rounds, UploadIntake intake, UploadRouter router, IArtifactStore artifacts, ProgressBoard progress)
{
    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RefusedException">It is no fact that belongs to a round.</exception>
    public async Task<Settlement> HandleAsync(IReceivedMessage message, CancellationToken cancellationToken)
    {
        JobFact fact = JobFacts.Read(message.Body);
        RoundRequest request = await rounds.GetAsync(fact.Round, cancellationToken).ConfigureAwait(false);
        JobEnded? end = JobFacts.EndOf(fact, request.Task);
        if (await host.RunsAsync(fact.Round, cancellationToken).ConfigureAwait(false))
        {
            progress.Note(fact);
        }

        if (end is null)
        {
            return Settlement.Done;
        }

        await CheckTextsAsync(end, request, cancellationToken).ConfigureAwait(false);
        return await TellDemosAsync(fact, request.Task, cancellationToken).ConfigureAwait(false)
            && await host.RaiseAsync(fact.Round, RoundEvents.Job, end, cancellationToken).ConfigureAwait(false) != RaiseResult.Later
            ? Settlement.Done
            : Settlement.Later;
    }

    /// <summary>A finished synthesis is an announcement too: the other one may have been lost.</summary>
    private async Task<bool> TellDemosAsync(JobFact fact, TaskId task, CancellationToken cancellationToken)
    {
        if (fact is not ClientJobCompleted { Demos: { } manifest, Client: { } client } || JobFacts.Step(fact) != JobStep.Synthesis
            || await intake.FindAsync(fact.Round, fact.Seed, client, cancellationToken).ConfigureAwait(false) is not null)
        {
            return true;
        }

        var claim = new UploadClaim(client, task, fact.Round, fact.Seed, null, manifest);
        return await intake.TakeInAsync(claim, cancellationToken).ConfigureAwait(false) switch
        {
            UploadVerdict.Refused refused => throw new RefusedException(refused.Reason, refused.Detail),
            UploadVerdict verdict => await router.TellAsync(claim, verdict, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task CheckTextsAsync(JobEnded end, RoundRequest request, CancellationToken cancellationToken)
    {
        foreach (WrittenTexts texts in end.Texts)
        {
            ArtifactReference? found = await artifacts.FindAsync(ArtifactPath.Augmented(request.Task, request.Round, end.Seed, texts.Method), cancellationToken).ConfigureAwait(false);
            if (found != texts.Manifest)
            {
                throw new RefusedException(found is null ? ReasonCode.MissingArtifact : ReasonCode.ContentMismatch, $"Job {end.Job} names texts that are not in the store.");
            }
        }
    }
}

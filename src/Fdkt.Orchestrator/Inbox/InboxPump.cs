using System.Diagnostics;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Telemetry;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Telemetry;
using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>Reads the clients' announcements: checks, stores and tells the round, and only then deletes the message. A message that is not deleted comes again and comes to the same.</summary>
internal sealed class InboxPump(IDemoInbox inbox, UploadIntake intake, UploadRouter router, OrchestratorOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>Most messages that a storage queue gives at once.</summary>
    private const int MostAtOnce = 32;

    /// <summary>Reads until it is stopped.</summary>
    /// <param name="cancellationToken">Stops.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await PumpAsync(cancellationToken).ConfigureAwait(false) == 0)
                {
                    await Task.Delay(options.InboxPause, time, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                InboxLog.NotRead(logger, options.FaultPause, error);
                await Task.Delay(options.FaultPause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Reads once.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many messages there were.</returns>
    public async Task<int> PumpAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<InboxMessage> messages = await inbox.ReceiveAsync(MostAtOnce, options.InboxHide, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(messages.Select(message => TryHandleAsync(message, cancellationToken))).ConfigureAwait(false);
        return messages.Count;
    }

    private async Task TryHandleAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await HandleAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            InboxLog.NotHandled(logger, message.Id, message.Deliveries, error);
        }
    }

    /// <summary>Handles a message that was taken; deletes it, or moves it aside, where it was dealt with.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>False where it has to come again.</returns>
    public async Task<bool> HandleAsync(InboxMessage message, CancellationToken cancellationToken)
    {
        UploadClaim claim;
        try
        {
            claim = UploadAcceptance.Read(message.Body);
        }
        catch (RefusedException error)
        {
            await PoisonAsync(message, error.Reason, error.Message, cancellationToken).ConfigureAwait(false);
            return true;
        }

        using Activity span = RoundTrace.Start($"process {FederationQueues.DemoUploads}", ActivityKind.Consumer, claim.TraceParent);
        span.SetTag(RoundTrace.ClientTag, claim.Client.Value).SetTag(RoundTrace.RoundTag, claim.Round?.Value);
        UploadVerdict verdict = await intake.TakeInAsync(claim, cancellationToken).ConfigureAwait(false);
        switch (verdict)
        {
            // Stores list new blobs late at times, and a message may overtake its artifact.
            case UploadVerdict.Refused { Reason: ReasonCode.MissingArtifact } when message.Deliveries < options.MissingArtifactDeliveries:
                return false;
            case UploadVerdict.Refused refused:
                await PoisonAsync(message, refused.Reason, refused.Detail, cancellationToken).ConfigureAwait(false);
                return true;
            case UploadVerdict.Quarantined quarantined:
                RoundTelemetry.Refused(quarantined.Reason);
                InboxLog.Quarantined(logger, claim.Client, claim.Task, quarantined.Reason, quarantined.Detail);
                break;
            default:
                InboxLog.Accepted(logger, claim.Client, claim.Task, claim.Round, claim.Seed);
                break;
        }

        if (claim.Round is not null && !await router.TellAsync(claim, verdict, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        await inbox.DeleteAsync(message, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private Task PoisonAsync(InboxMessage message, ReasonCode reason, string detail, CancellationToken cancellationToken)
    {
        RoundTelemetry.Refused(reason);
        InboxLog.Poisoned(logger, message.Id, reason, detail);
        return inbox.PoisonAsync(message, reason, cancellationToken);
    }
}

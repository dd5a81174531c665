using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>Tells a round what became of the demonstrations that it asked for; where it is over, deals with them as late. Thread-safe.</summary>
internal sealed class UploadRouter(IRoundHost host, RoundDirectory rounds, HeldUploads held)
{
    /// <summary>Tells the round.</summary>
    /// <param name="claim">The upload, of a round.</param>
    /// <param name="verdict">What became of it; nothing is told of a refused announcement.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False where it has to be told again later.</returns>
    public async Task<bool> TellAsync(UploadClaim claim, UploadVerdict verdict, CancellationToken cancellationToken)
    {
        (RoundId round, int seed) = (claim.Round!.Value, claim.Seed!.Value);
        DemosChecked? demos = verdict switch
        {
            UploadVerdict.Accepted accepted => accepted.Upload.For(round, seed),
            UploadVerdict.Quarantined quarantined => new DemosChecked(claim.Client, seed, null, null, 0, quarantined.Reason),
            _ => null,
        };
        if (demos is null)
        {
            return true;
        }

        RaiseResult raised = await host.RaiseAsync(round, RoundEvents.Demos, demos, cancellationToken).ConfigureAwait(false);
        if (raised == RaiseResult.RoundOver && verdict is UploadVerdict.Accepted late && !await rounds.UsedAsync(round, late.Upload.Manifest, cancellationToken).ConfigureAwait(false))
        {
            RoundRequest request = await rounds.GetAsync(round, cancellationToken).ConfigureAwait(false);
            await held.KeepLateAsync(late.Upload, request.File.Federation.Late, cancellationToken).ConfigureAwait(false);
        }

        return raised != RaiseResult.Later;
    }
}

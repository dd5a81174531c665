using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Commands;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.Orchestrator.Activities;

/// <summary>Reads a round's order and the registry.</summary>
internal sealed class PlanActivity(RoundDirectory rounds, ClientDirectory clients)
{
    /// <summary>No phase is longer: keeps arithmetic on times inside their range.</summary>
    private static readonly TimeSpan LongestPhase = TimeSpan.FromDays(365);

    /// <summary>Makes the plan.</summary>
    /// <param name="input">The round.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<RoundPlan> RunAsync(PlanRound input, CancellationToken cancellationToken)
    {
        RoundRequest request = await rounds.GetAsync(input.Round, cancellationToken).ConfigureAwait(false);
        FederationSection federation = request.File.Federation;
        IReadOnlyList<ClientId> participants = await clients.ParticipantsAsync(request.Task, request.Participants, cancellationToken).ConfigureAwait(false);
        return new RoundPlan(
            request.Task,
            Refusal(request),
            request.File.Seeds.Values,
            participants,
            federation.Quorum ?? Math.Max(1, participants.Count),
            Minutes(federation.DemosMinutes),
            Minutes(federation.AugmentationMinutes),
            Minutes(federation.TrainingMinutes),
            Minutes(federation.ResendMinutes),
            federation.Late);
    }

    // The pump checks orders too; this one holds for those that came by another way.
    private static ReasonCode? Refusal(RoundRequest request)
    {
        try
        {
            RequestRules.Check(request);
            return null;
        }
        catch (RefusedException error)
        {
            return error.Reason;
        }
    }

    private static TimeSpan Minutes(double minutes) => TimeSpan.FromMinutes(Math.Min(minutes, LongestPhase.TotalMinutes));
}

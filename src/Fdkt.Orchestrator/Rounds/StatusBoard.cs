using Microsoft.Extensions.Logging;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Shows where the round stands. A write lists all clients, so it is made after each twentieth of them has answered and not after each one.</summary>
internal sealed class StatusBoard(IRoundContext context, ILogger logger, DateTimeOffset startedAt)
{
    private const int Parts = 20;

    private int _changes;

    /// <summary>Counts a change.</summary>
    public void Changed() => _changes++;

    /// <summary>Shows the state if enough has changed.</summary>
    /// <param name="state">The state.</param>
    public Task WriteSomeAsync(RoundState state) => _changes > state.Plan.Participants.Count / Parts ? WriteAsync(state) : Task.CompletedTask;

    /// <summary>Shows the state.</summary>
    /// <param name="state">The state.</param>
    public async Task WriteAsync(RoundState state)
    {
        _changes = 0;
        RoundHeadline headline = state.Headline();
        RoundLog.Stands(logger, context.Round, headline.Phase, headline.Seed, headline.Accepted, headline.Participants, headline.Open);
        context.SetStatus(headline);
        try
        {
            var status = new WriteStatus(RoundReports.Status(context.Round, state, startedAt, context.CurrentUtcDateTime));
            await context.CallActivityAsync(RoundActivities.WriteStatus, status, ActivityRetry.BestEffort);
        }
        catch (ActivityFailedException)
        {
            // The status is for people; the next one is as good. The fault is in the activity's log.
        }
    }
}

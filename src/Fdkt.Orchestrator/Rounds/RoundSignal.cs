using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Something that changes where a round stands.</summary>
internal abstract record RoundSignal
{
    private RoundSignal()
    {
    }

    /// <summary>A repetition begins.</summary>
    /// <param name="Seed">Its seed.</param>
    internal sealed record SeedBegan(int Seed) : RoundSignal;

    /// <summary>The phase got its deadline.</summary>
    /// <param name="At">When it ends at the latest.</param>
    internal sealed record DeadlineSet(DateTimeOffset At) : RoundSignal;

    /// <summary>Demonstrations were checked.</summary>
    /// <param name="Checked">What came of it.</param>
    internal sealed record DemosArrived(DemosChecked Checked) : RoundSignal;

    /// <summary>A job ended.</summary>
    /// <param name="Job">How.</param>
    internal sealed record JobOver(JobEnded Job) : RoundSignal;

    /// <summary>The phase is over: nothing is open any more, or its deadline passed.</summary>
    internal sealed record PhaseEnded : RoundSignal;

    /// <summary>All repetitions are done.</summary>
    internal sealed record SeedsDone : RoundSignal;

    /// <summary>Somebody wants the round to end.</summary>
    internal sealed record CancelRequested : RoundSignal;

    /// <summary>The round cannot go on.</summary>
    /// <param name="Reason">Why.</param>
    internal sealed record Faulted(ReasonCode Reason) : RoundSignal;
}

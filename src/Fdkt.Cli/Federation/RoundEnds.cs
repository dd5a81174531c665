using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;

namespace Fdkt.Cli.Federation;

/// <summary>The ends of a round, and what a command that waited for one returns.</summary>
internal static class RoundEnds
{
    public static bool IsEnd(RoundPhase phase) => phase is RoundPhase.Completed or RoundPhase.QuorumNotMet or RoundPhase.AugmentationFailed or RoundPhase.Cancelled or RoundPhase.Refused;

    /// <summary>The exit code for an end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The round goes on.</exception>
    public static ExitCode CodeOf(RoundPhase end) => end switch
    {
        RoundPhase.Completed => ExitCode.Success,
        RoundPhase.QuorumNotMet => ExitCode.QuorumNotMet,
        RoundPhase.AugmentationFailed => ExitCode.AugmentationFailed,
        RoundPhase.Cancelled => ExitCode.RoundCancelled,
        RoundPhase.Refused => ExitCode.RoundRefused,
        _ => throw new ArgumentOutOfRangeException(nameof(end), end, "The round has not ended."),
    };
}

using Fdkt.Cli.Processes;
using Fdkt.Contracts.Federation;

namespace Fdkt.Cli.Federation.Local;

/// <summary>What there is to show of a local federation. Written by one, read by another; each field is replaced whole.</summary>
/// <param name="processes">The children.</param>
internal sealed class FederationSnapshot(Func<IReadOnlyList<ManagedProcess>> processes)
{
    private volatile RoundStatus? _round;
    private volatile RoundProgress? _progress;

    public IReadOnlyList<ManagedProcess> Processes => processes();

    /// <summary>The round that runs; null before it began.</summary>
    public RoundStatus? Round
    {
        get => _round;
        set => _round = value;
    }

    /// <summary>How far its jobs are; null where nothing was heard.</summary>
    public RoundProgress? Progress
    {
        get => _progress;
        set => _progress = value;
    }
}

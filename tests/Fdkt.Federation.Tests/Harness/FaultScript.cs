namespace Fdkt.Federation.Tests.Harness;

/// <summary>The faults of one federation, all drawn from one seed: the same seed gives the same script, though not the same interleaving.</summary>
/// <param name="seed">The seed.</param>
internal sealed class FaultScript(int seed)
{
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(12);

    private readonly Random _random = new(seed);

    public int Seed => seed;

    /// <summary>Whether nothing fails but what a test makes fail.</summary>
    public bool Quiet { get; init; }

    /// <summary>
    /// Command line of the broker: it loses, doubles, delays and reorders deliveries and cuts connections. Where nothing is to fail, locks are long enough for a worker that hardly gets a processor.
    /// </summary>
    public IReadOnlyList<string> Broker() => Quiet ? ["--lock", "20", "--max-deliveries", "30"] :
    [
        "--lock", "4", "--max-deliveries", "30", "--seed", $"{seed}",
        "--drop-rate", Rate(0.1), "--duplicate-rate", Rate(0.2), "--reorder-rate", Rate(0.3), "--delay", Rate(0.5),
        "--cut-connections-every", FormattableString.Invariant($"{4 + (8 * _random.NextDouble()):0.0}"),
    ];

    /// <summary>Share of storage requests that meet a fault.</summary>
    public double StorageRate() => Quiet ? 0 : 0.04 * _random.NextDouble();

    /// <summary>Who is killed in a round, and how long after its start.</summary>
    /// <param name="processes">Names of those that may be killed.</param>
    public IReadOnlyList<(TimeSpan After, string Process)> Kills(IReadOnlyList<string> processes) =>
        [.. Enumerable.Range(0, _random.Next(0, 4)).Select(_ => (LongestRound * _random.NextDouble(), processes[_random.Next(processes.Count)])).OrderBy(kill => kill.Item1)];

    private string Rate(double most) => FormattableString.Invariant($"{most * _random.NextDouble():0.000}");
}

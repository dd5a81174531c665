namespace Fdkt.DevelopmentBroker.Faults;

/// <summary>Throws the dice for faults. Thread-safe; which message meets which throw depends on the order of arrival.</summary>
internal sealed class FaultDice(BrokerFaults faults)
{
    private const int MostOvertaking = 10;

    private readonly Lock gate = new();
    private readonly Random random = new(faults.Seed);

    public bool Drops() => Hits(faults.DropRate);

    public bool Duplicates() => Hits(faults.DuplicateRate);

    /// <summary>How many later messages may overtake this one.</summary>
    public int Behind() => Hits(faults.ReorderRate) ? (int)Share(MostOvertaking) + 1 : 0;

    public TimeSpan Delay() => faults.Delay > TimeSpan.Zero ? TimeSpan.FromTicks((long)Share(faults.Delay.Ticks)) : TimeSpan.Zero;

    private bool Hits(double rate) => rate > 0 && Share(1) < rate;

    private double Share(double whole)
    {
        lock (gate)
        {
            return random.NextDouble() * whole;
        }
    }
}

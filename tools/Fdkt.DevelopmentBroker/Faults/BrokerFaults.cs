namespace Fdkt.DevelopmentBroker.Faults;

/// <summary>Faults to make on purpose. No message is ever lost by one.</summary>
/// <param name="DropRate">Share of deliveries that are lost: the message is locked, but comes only when the lock ends. 0 to 1.</param>
/// <param name="DuplicateRate">Share of sent messages that are put into the queue twice. 0 to 1.</param>
/// <param name="ReorderRate">Share of sent messages that up to ten later ones may overtake. 0 to 1.</param>
/// <param name="Delay">A delivery waits a random time up to this.</param>
/// <param name="CutEvery">So often all connections are cut, without a word; zero for never.</param>
/// <param name="Seed">Seed of the dice.</param>
internal sealed record BrokerFaults(
    double DropRate = 0, double DuplicateRate = 0, double ReorderRate = 0, TimeSpan Delay = default, TimeSpan CutEvery = default, int Seed = 1);

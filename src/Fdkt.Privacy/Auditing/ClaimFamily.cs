namespace Fdkt.Privacy.Auditing;

/// <summary>A claim among claims of its kind, from strong to weak. An audit finds the weakest that it refutes, and names it by its
/// ε.</summary>
public abstract class ClaimFamily
{
    /// <summary>Looks for the weakest claim that is refuted.</summary>
    /// <param name="refutes">Whether a trade-off is refuted. Whoever refutes a claim refutes all stronger ones.</param>
    /// <returns>Its ε; 0 where none is refuted.</returns>
    public abstract double LargestRefuted(Func<ITradeOff, bool> refutes);
}

namespace Fdkt.Contracts.Ledgers;

/// <summary>A mechanism that read private records, and how often it did. The members are those of the event in a privacy statement; only the client's accountant reads them.</summary>
/// <param name="Mechanism">Kind of the event, such as <c>gaussian</c>. One that is not known where it is read is kept as it is.</param>
/// <param name="SamplingProbability">q; null where nothing is sampled.</param>
/// <param name="NoiseMultiplier">σ.</param>
/// <param name="Count">Steps, or values.</param>
/// <param name="GroupSize">Most records of one unit; null where the mechanism does not say.</param>
/// <param name="Times">How often the same is charged, at least 1.</param>
public sealed record LedgerSpending(string Mechanism, double? SamplingProbability, double NoiseMultiplier, int Count, int? GroupSize, int Times)
{
    private const int LongestName = 64;

    /// <summary>Whether it can be an event at all.</summary>
    public bool IsWellFormed() => Times >= 1 && Mechanism.Length is > 0 and <= LongestName && Mechanism.All(char.IsAsciiLetterOrDigit);
}

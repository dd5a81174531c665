using System.Globalization;

namespace Fdkt.Privacy.Accounting;

/// <summary>The two δ at which ε is printed beside every claim, whatever the claim's own δ: so that claims can be compared.</summary>
public static class CommonDeltas
{
    /// <summary>As they are written, the larger first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["1e-5", "1e-6"];

    /// <summary>ε of some events at each: the number of record, possibly +∞.</summary>
    /// <param name="events">Everything that is composed.</param>
    /// <returns>ε by the name of its δ.</returns>
    public static IReadOnlyDictionary<string, double> Epsilons(IReadOnlyList<PrivacyEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Names.ToDictionary(name => name, name => PrivacyAccounting.Epsilon(events, Value(name)), StringComparer.Ordinal);
    }

    /// <summary>The number of a name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="FormatException">It is no number.</exception>
    public static double Value(string name) => double.Parse(name, NumberStyles.Float, CultureInfo.InvariantCulture);
}

using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Artifacts;

/// <summary>The numbers that a client released under differential privacy: a table of sums over its records, with noise. It travels beside the demonstrations, so that the server can add those of all clients.</summary>
/// <param name="Mechanism">What the sums are of: <see cref="PrivacyMechanism.ClassMeans"/> or <see cref="PrivacyMechanism.Votes"/>.</param>
/// <param name="Space">Hash of what the columns are: the space of the public texts, or its topics. Sums of unlike spaces are never added.</param>
/// <param name="Classes">Number of rows, one per class, at least 1.</param>
/// <param name="Columns">Values per class, at least 1.</param>
/// <param name="Values">Class by class; <paramref name="Classes"/> × <paramref name="Columns"/> finite numbers of any sign.</param>
/// <param name="NoiseStandardDeviation">Standard deviation of the noise in each value; above 0.</param>
public sealed record ReleasedSums(PrivacyMechanism Mechanism, string Space, int Classes, int Columns, IReadOnlyList<double> Values, double NoiseStandardDeviation)
{
    /// <summary>Whether the table is whole: sizes that fit, finite values, noise above 0.</summary>
    public bool IsWhole =>
        Mechanism is PrivacyMechanism.ClassMeans or PrivacyMechanism.Votes && Classes >= 1 && Columns >= 1 && Values is not null && Values.Count == (long)Classes * Columns
        && Values.All(double.IsFinite) && double.IsFinite(NoiseStandardDeviation) && NoiseStandardDeviation > 0;

    /// <summary>Whether two tables may be added.</summary>
    /// <param name="other">Another table.</param>
    public bool Fits(ReleasedSums other) =>
        other is not null && Mechanism == other.Mechanism && Space == other.Space && Classes == other.Classes && Columns == other.Columns;

    /// <summary>The values of one class.</summary>
    /// <param name="label">Number of the class.</param>
    public IEnumerable<double> Of(int label) => Values.Skip(label * Columns).Take(Columns);

    /// <summary>Adds tables that fit. Post-processing: it costs no privacy, and the noise of one client is spread over all.</summary>
    /// <param name="tables">At least one.</param>
    /// <returns>The sum; its noise is that of all together.</returns>
    /// <exception cref="ArgumentException">There is none, or two do not fit.</exception>
    public static ReleasedSums Add(IReadOnlyList<ReleasedSums> tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        if (tables.Count == 0 || tables.Any(table => !table.Fits(tables[0])))
        {
            throw new ArgumentException("Sums are added where there are some, and all are of one space.", nameof(tables));
        }

        var values = new double[tables[0].Values.Count];
        foreach (ReleasedSums table in tables)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] += table.Values[i];
            }
        }

        return tables[0] with { Values = values, NoiseStandardDeviation = Math.Sqrt(tables.Sum(table => table.NoiseStandardDeviation * table.NoiseStandardDeviation)) };
    }
}

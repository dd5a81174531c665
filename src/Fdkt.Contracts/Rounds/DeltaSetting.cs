using System.Globalization;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>The δ of a client: a number, or chosen from the number of its records. In JSON: a number or <c>"auto"</c>.</summary>
/// <param name="Value">The number, inside (0, 1); null means auto.</param>
[JsonConverter(typeof(DeltaSettingConverter))]
public readonly record struct DeltaSetting(double? Value)
{
    // The same rule as DeltaRule of Fdkt.Privacy, which this project does not know; a test compares the two.
    private const double AutoLargest = 1e-5;
    private const double AutoExponent = -1.5;

    /// <summary>Chosen from the number of records.</summary>
    public static DeltaSetting Auto => new(null);

    /// <summary>The δ for a client of n records.</summary>
    /// <param name="records">n, at least 2.</param>
    /// <returns>The number that was given, or min(1e-5, n^-1.5).</returns>
    public double Resolve(int records)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 2);
        return Value ?? Math.Min(AutoLargest, Math.Pow(records, AutoExponent));
    }

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString("R", CultureInfo.InvariantCulture) ?? "auto";
}

using System.Globalization;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>The δ of a client: a number, or chosen from the number of its records. In JSON: a number or <c>"auto"</c>.</summary>
/// <param name="Value">The number, inside (0, 1); null means auto.</param>
[JsonConverter(typeof(DeltaSettingConverter))]
public readonly record struct DeltaSetting(double? Value)
{
    // δ = n^-1.1 lies below 1/n for every n of at least 2, so that giving away one whole record is never within δ.
    private const double AutoExponent = -1.1;

    /// <summary>Chosen from the number of records.</summary>
    public static DeltaSetting Auto => new(null);

    /// <summary>The δ for a client of n records.</summary>
    /// <param name="records">n, at least 2.</param>
    /// <returns>The number that was given, or n^-1.1.</returns>
    public double Resolve(int records)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 2);
        return Value ?? Math.Pow(records, AutoExponent);
    }

    /// <inheritdoc/>
    public override string ToString() => Value?.ToString("R", CultureInfo.InvariantCulture) ?? "auto";
}

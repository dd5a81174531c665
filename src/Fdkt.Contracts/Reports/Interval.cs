using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Reports;

/// <summary>A confidence interval. In JSON: <c>[low, high]</c>.</summary>
/// <param name="Low">Lower end; NaN where one seed gives no interval.</param>
/// <param name="High">Upper end; NaN where one seed gives no interval.</param>
[JsonConverter(typeof(IntervalConverter))]
public readonly record struct Interval(double Low, double High)
{
    /// <summary>The interval that says nothing: both ends NaN.</summary>
    public static Interval Unknown => new(double.NaN, double.NaN);

    /// <summary>Whether both ends are known.</summary>
    [JsonIgnore]
    public bool IsKnown => !double.IsNaN(Low) && !double.IsNaN(High);
}

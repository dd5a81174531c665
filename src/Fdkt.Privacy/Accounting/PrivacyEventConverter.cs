using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Privacy.Accounting;

/// <summary>The stored form of an event: an object whose member "kind" names the mechanism. Stateless, thread-safe.</summary>
/// <remarks>
/// Kinds and member names are never renamed or reused. A kind or a member that this version does not know is refused by
/// name: what is not understood cannot be charged.
/// </remarks>
public sealed class PrivacyEventConverter : JsonConverter<PrivacyEvent>
{
    private const int LongestName = 40;
    private const string Sampled = "sampledGaussian";
    private const string GroupSampled = "groupSampledGaussian";
    private const string Gaussian = "gaussian";
    private const string Discrete = "discreteGaussian";
    private const string KindMember = "kind";
    private const string Probability = "samplingProbability";
    private const string Noise = "noiseMultiplier";
    private const string Steps = "steps";
    private const string Count = "count";
    private const string GroupSize = "groupSize";

    /// <inheritdoc/>
    /// <exception cref="JsonException">Not an event this version knows, or a value out of its range.</exception>
    public override PrivacyEvent Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement element = document.RootElement;
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(KindMember, out JsonElement kind) || kind.ValueKind != JsonValueKind.String)
        {
            throw new JsonException("A privacy event is an object with a kind.");
        }

        try
        {
            return kind.GetString() switch
            {
                Sampled => Check(element, Probability, Noise, Steps) is var e ? new SampledGaussianEvent(Real(e, Probability), Real(e, Noise), Whole(e, Steps)) : null!,
                GroupSampled => Check(element, Probability, Noise, Steps, GroupSize) is var e
                    ? new GroupSampledGaussianEvent(Real(e, Probability), Real(e, Noise), Whole(e, Steps), Whole(e, GroupSize))
                    : null!,
                Gaussian => Check(element, Noise, Count) is var e ? new GaussianEvent(Real(e, Noise), Whole(e, Count)) : null!,
                Discrete => Check(element, Noise, Count) is var e ? new DiscreteGaussianEvent(Real(e, Noise), Whole(e, Count)) : null!,
                var other => throw new JsonException($"This version knows no privacy event of {Named("kind", other)}."),
            };
        }
        catch (PrivacyParameterException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">An event without a stored form.</exception>
    public override void Write(Utf8JsonWriter writer, PrivacyEvent value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        switch (value)
        {
            case SampledGaussianEvent e:
                writer.WriteString(KindMember, Sampled);
                writer.WriteNumber(Probability, e.SamplingProbability);
                writer.WriteNumber(Noise, e.NoiseMultiplier);
                writer.WriteNumber(Steps, e.Steps);
                break;
            case GroupSampledGaussianEvent e:
                writer.WriteString(KindMember, GroupSampled);
                writer.WriteNumber(Probability, e.SamplingProbability);
                writer.WriteNumber(Noise, e.NoiseMultiplier);
                writer.WriteNumber(Steps, e.Steps);
                writer.WriteNumber(GroupSize, e.GroupSize);
                break;
            case GaussianEvent e:
                writer.WriteString(KindMember, Gaussian);
                writer.WriteNumber(Noise, e.NoiseMultiplier);
                writer.WriteNumber(Count, e.Count);
                break;
            case DiscreteGaussianEvent e:
                writer.WriteString(KindMember, Discrete);
                writer.WriteNumber(Noise, e.NoiseMultiplier);
                writer.WriteNumber(Count, e.Count);
                break;
            default:
                throw new NotSupportedException($"The event '{value?.GetType().Name}' has no stored form.");
        }

        writer.WriteEndObject();
    }

    // By name, if it is one: a text of another kind of file that came here by mistake is not repeated.
    private static string Named(string what, string? name) => name is { Length: > 0 and <= LongestName } && name.All(char.IsAsciiLetter) ? $"{what} '{name}'" : $"that {what}";

    private static JsonElement Check(JsonElement element, params ReadOnlySpan<string> members)
    {
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (property.Name != KindMember && !members.Contains(property.Name))
            {
                throw new JsonException($"This version knows no {Named("member", property.Name)} of this privacy event.");
            }
        }

        return element;
    }

    private static double Real(JsonElement element, string member) =>
        element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number)
            ? number
            : throw new JsonException($"A privacy event lacks the number '{member}'.");

    private static int Whole(JsonElement element, string member) =>
        element.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number)
            ? number
            : throw new JsonException($"A privacy event lacks the whole number '{member}'.");
}

using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Federation;

/// <summary>
/// Names a job by what it is for, so that the same job asked for twice has the same id: round, seed, step and, for steps of a client, the client.
/// </summary>
/// <param name="Value">Names by <see cref="NameRule"/>, joined by dots.</param>
[JsonConverter(typeof(FederationIdConverter<JobId>))]
public readonly record struct JobId(string Value) : IFederationId<JobId>
{
    private const int MostParts = 4;

    /// <summary>The text.</summary>
    public string Value { get; } = Check(Value);

    /// <summary>The id of a client's synthesis.</summary>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition, 0 or above.</param>
    /// <param name="client">The client.</param>
    public static JobId Synthesis(RoundId round, int seed, ClientId client) => Of(round, seed, "synthesis", client);

    /// <summary>The id of the server's augmentation.</summary>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition, 0 or above.</param>
    public static JobId Augmentation(RoundId round, int seed) => new($"{round}.s{Seed(seed)}.augmentation");

    /// <summary>The id of a client's training.</summary>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition, 0 or above.</param>
    /// <param name="client">The client.</param>
    public static JobId Training(RoundId round, int seed, ClientId client) => Of(round, seed, "training", client);

    /// <inheritdoc/>
    public static JobId Parse(string value) => new(value);

    /// <summary>The text.</summary>
    public override string ToString() => Value;

    private static JobId Of(RoundId round, int seed, string step, ClientId client) => new($"{round}.s{Seed(seed)}.{step}.{client}");

    private static string Seed(int seed) => seed >= 0
        ? seed.ToString(System.Globalization.CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(seed), seed, "Seeds of a federated round are 0 or above.");

    private static string Check(string value)
    {
        string[] parts = (value ?? string.Empty).Split('.', MostParts + 1);
        return parts.Length <= MostParts && parts.All(NameRule.Holds) ? value! : throw new InvalidNameException("job", value);
    }
}

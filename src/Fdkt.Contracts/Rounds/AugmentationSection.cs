using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>How the server turns demonstrations into more text, and what the client keeps of it.</summary>
/// <param name="TextsPerLabel">Augmented texts asked for per class, at least 1; left out, chosen.</param>
/// <param name="ShotsPerLabel">Demonstrations of a class in one prompt, at least 1; left out, chosen.</param>
/// <param name="Temperature">Sampling temperature, above 0; default 0.9.</param>
/// <param name="TopK">Sample from the k likeliest tokens, at least 1; left out, 100.</param>
/// <param name="TopP">Sample from the smallest set of tokens with this probability, inside (0, 1]; default 0.95.</param>
/// <param name="MinimumWords">Texts with fewer words are dropped, at least 1; default 4.</param>
/// <param name="SamplesPerCluster">Demonstrations per cluster on average, at least 1; default 4.</param>
/// <param name="ClientFilter">Whether the client drops received texts whose class its own classifier finds unlikely. It stays with the client; default true.</param>
/// <param name="ClientFilterThreshold">A received text is kept where its class has at least this probability or is the likeliest, inside [0, 1]; default 0.25.</param>
/// <param name="Embedder">What clusters demonstrations; left out, the public model's encoder, or what the operator's settings name.</param>
public sealed record AugmentationSection(
    int? TextsPerLabel = null,
    int? ShotsPerLabel = null,
    double Temperature = 0.9,
    int? TopK = null,
    double TopP = 0.95,
    int MinimumWords = 4,
    int SamplesPerCluster = 4,
    bool ClientFilter = true,
    double ClientFilterThreshold = 0.25,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] EmbedderSection? Embedder = null);

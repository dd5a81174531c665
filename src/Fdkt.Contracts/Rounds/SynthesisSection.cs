namespace Fdkt.Contracts.Rounds;

/// <summary>How a client makes demonstrations.</summary>
/// <param name="DemosPerLabel">Demonstrations released per class, at least 1; left out, chosen.</param>
/// <param name="Candidates">Texts sampled per class before selection, at least 1; left out, chosen.</param>
/// <param name="Topics">Public topics that records vote for, at least 2; left out, chosen.</param>
/// <param name="Temperature">Sampling temperature, above 0; default 1.</param>
/// <param name="TopK">Sample from the k likeliest tokens, at least 1; left out, 100.</param>
/// <param name="TopP">Sample from the smallest set of tokens with this probability, inside (0, 1]; default 0.95.</param>
/// <param name="MaximumTokens">Longest demonstration in tokens, at least 4: what is longer is cut there. Left out, the length of the public model, which always holds.</param>
/// <param name="LabelMix">How demonstrations are shared among classes; default uniform.</param>
public sealed record SynthesisSection(
    int? DemosPerLabel = null,
    int? Candidates = null,
    int? Topics = null,
    double Temperature = 1,
    int? TopK = null,
    double TopP = 0.95,
    int? MaximumTokens = null,
    DemoMix LabelMix = DemoMix.Uniform);

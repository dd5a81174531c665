namespace Fdkt.Contracts.Rounds;

/// <summary>How the base model is made from the public corpus; done once and cached. What is left out is chosen from the corpus.</summary>
/// <param name="Minutes">Longest time to train, above 0.</param>
/// <param name="VocabularySize">Tokens in the vocabulary, at least 300 (256 bytes, special tokens, some merges).</param>
/// <param name="HiddenSize">Width of the model, even and at least 8.</param>
/// <param name="Layers">Transformer layers, at least 1.</param>
/// <param name="ContextLength">Longest text in tokens, at least 16.</param>
public sealed record PretrainingSection(
    double? Minutes = null,
    int? VocabularySize = null,
    int? HiddenSize = null,
    int? Layers = null,
    int? ContextLength = null);

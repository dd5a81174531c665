namespace Fdkt.Contracts.Rounds;

/// <summary>How the base model is made from the public corpus, or from a published checkpoint; done once and cached. What is left out is chosen from the corpus.</summary>
/// <param name="Minutes">Longest time to train, above 0; with a base also 0, which leaves its weights as they are.</param>
/// <param name="VocabularySize">Tokens in the vocabulary, at least 300 (256 bytes, special tokens, some merges).</param>
/// <param name="HiddenSize">Width of the model, even and at least 8.</param>
/// <param name="Layers">Transformer layers, at least 1.</param>
/// <param name="ContextLength">Longest text in tokens, at least 16.</param>
/// <param name="Base">
/// A published model to start from, relative to the round file: a folder as Hugging Face publishes it, or a llama2.c file with tokenizer.bin beside it. Left out, a small model of its own is made.
/// </param>
/// <param name="Dtype">Element type of the base's weights: float32 or bfloat16. Left out, the checkpoint's own, and float32 for float16.</param>
public sealed record PretrainingSection(
    double? Minutes = null,
    int? VocabularySize = null,
    int? HiddenSize = null,
    int? Layers = null,
    int? ContextLength = null,
    string? Base = null,
    WeightType? Dtype = null);

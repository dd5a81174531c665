namespace Fdkt.Learning.Generation;

/// <summary>One text to generate.</summary>
/// <param name="Prompt">Tokens before the generated ones, begin token first. At least one, fewer than the model's maximum length.</param>
/// <param name="Code">Conditioning vector of Z values, or null for a model without conditioning.</param>
public sealed record GenerationRequest(IReadOnlyList<int> Prompt, float[]? Code = null);

namespace Fdkt.Learning.PrivateTraining;

/// <summary>One private text: the unit of privacy.</summary>
/// <param name="Tokens">Begin token first, end token last. Longer than the model's maximum is cut; under two tokens counts, but has no gradient.</param>
/// <param name="Label">Index of its label, from 0.</param>
public sealed record PrivateRecord(int[] Tokens, int Label);

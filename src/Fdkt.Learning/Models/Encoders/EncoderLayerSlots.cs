namespace Fdkt.Learning.Models.Encoders;

/// <summary>The parameters of one block of an encoder.</summary>
/// <param name="Query">Query projection.</param>
/// <param name="Key">Key projection.</param>
/// <param name="Value">Value projection.</param>
/// <param name="Output">Projection behind attention.</param>
/// <param name="AttentionNorm">Norm behind the sum of input and attention.</param>
/// <param name="Up">First projection of the feed-forward half.</param>
/// <param name="Down">Second projection.</param>
/// <param name="OutputNorm">Norm behind the sum with the feed-forward half.</param>
internal sealed record EncoderLayerSlots(
    EncoderLinear Query, EncoderLinear Key, EncoderLinear Value, EncoderLinear Output, NormSlots AttentionNorm, EncoderLinear Up, EncoderLinear Down, NormSlots OutputNorm)
{
    /// <summary>Weights that may get an adapter.</summary>
    public IEnumerable<ParameterSlot> Weights => [Query.Weight, Key.Weight, Value.Weight, Output.Weight, Up.Weight, Down.Weight];
}

namespace Fdkt.Learning.Models;

/// <summary>How the residual stream is normalised before each half of a block, and before the head.</summary>
public enum NormKind
{
    /// <summary>Divided by its root mean square and scaled (Llama, Qwen).</summary>
    RmsNorm,

    /// <summary>Centred, divided by its standard deviation, scaled and shifted (GPT-2).</summary>
    LayerNorm,
}

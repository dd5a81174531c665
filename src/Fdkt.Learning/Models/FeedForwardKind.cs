namespace Fdkt.Learning.Models;

/// <summary>The second half of a block.</summary>
public enum FeedForwardKind
{
    /// <summary>down(silu(gate(x)) · up(x)) (Llama, Qwen).</summary>
    SwiGlu,

    /// <summary>down(gelu(up(x))) with the tanh form of GELU, which GPT-2 calls <c>gelu_new</c>.</summary>
    GeluTanh,
}

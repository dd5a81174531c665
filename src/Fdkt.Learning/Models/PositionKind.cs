namespace Fdkt.Learning.Models;

/// <summary>How a decoder knows the order of its tokens.</summary>
public enum PositionKind
{
    /// <summary>Queries and keys are rotated by an angle that grows with the position (Llama, Qwen).</summary>
    Rotary,

    /// <summary>A learned vector per position is added to the token's embedding (GPT-2). Prefix positions get none.</summary>
    Learned,
}

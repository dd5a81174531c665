namespace Fdkt.Learning.Models;

/// <summary>How rotary frequencies are stretched for texts longer than those of pretraining.</summary>
public enum RotaryScalingKind
{
    /// <summary>Every frequency is divided by the factor.</summary>
    Linear,

    /// <summary>Low frequencies are divided by the factor, high ones stay, those between are interpolated (Llama 3.1 and later).</summary>
    Llama3,
}

namespace Fdkt.Learning.Models;

/// <summary>Stretching of rotary frequencies.</summary>
public sealed record RotaryScaling
{
    /// <summary>The rule.</summary>
    public required RotaryScalingKind Kind { get; init; }

    /// <summary>Divisor of the frequencies that are stretched. Finite, at least 1.</summary>
    public required double Factor { get; init; }

    /// <summary>Llama 3: a wave longer than the original length over this is stretched in full. Positive. Default 1.</summary>
    public double LowFrequencyFactor { get; init; } = 1;

    /// <summary>Llama 3: a wave shorter than the original length over this stays. Above <see cref="LowFrequencyFactor"/>. Default 4.</summary>
    public double HighFrequencyFactor { get; init; } = 4;

    /// <summary>Llama 3: longest text of pretraining, in tokens. At least 1. Default 8,192.</summary>
    public int OriginalMaximumLength { get; init; } = 8_192;

    internal bool IsValid => double.IsFinite(Factor) && Factor >= 1 && LowFrequencyFactor > 0 && double.IsFinite(HighFrequencyFactor)
        && HighFrequencyFactor > LowFrequencyFactor && OriginalMaximumLength >= 1;

    /// <summary>The stretched form of a frequency in radians per position.</summary>
    internal double Apply(double frequency)
    {
        if (Kind == RotaryScalingKind.Linear)
        {
            return frequency / Factor;
        }

        // Published with Llama 3.1 (meta-llama/llama-models, apply_scaling): smooth goes from 0 at the long border to 1 at the short one.
        double waves = OriginalMaximumLength * frequency / (2 * Math.PI);
        double smooth = Math.Clamp((waves - LowFrequencyFactor) / (HighFrequencyFactor - LowFrequencyFactor), 0, 1);
        return ((1 - smooth) * frequency / Factor) + (smooth * frequency);
    }
}

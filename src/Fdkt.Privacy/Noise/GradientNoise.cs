namespace Fdkt.Privacy.Noise;

/// <summary>What kind of noise DP training adds to a sum of clipped gradients. Both cost the same ε; they differ in what they withstand.</summary>
public enum GradientNoise
{
    /// <summary>Floating-point Gaussian values (<see cref="GaussianNoise"/>): fast. Attacks on low bits are not excluded.</summary>
    Gaussian,

    /// <summary>Exact discrete Gaussian values on a grid (<see cref="LatticeGaussianNoise"/>): slower, no low bits to attack.</summary>
    Discrete,
}

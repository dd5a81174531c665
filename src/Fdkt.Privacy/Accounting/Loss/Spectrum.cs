using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>Arithmetic on the transform of a real sequence: value k and value N − k are conjugates.</summary>
internal static class Spectrum
{
    // Powers below this change no mass by 1e-30.
    private const double LogNegligible = -70.0;

    /// <summary>Raises each value to a whole power of at least 1, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(double[] real, double[] imaginary, long power)
    {
        int length = real.Length;
        double smallestSquare = Math.Exp(2.0 * LogNegligible / power);
        for (int k = 0; k <= length / 2; k++)
        {
            double baseReal = real[k];
            double baseImaginary = imaginary[k];
            double resultReal = 0.0;
            double resultImaginary = 0.0;
            if ((baseReal * baseReal) + (baseImaginary * baseImaginary) > smallestSquare)
            {
                resultReal = 1.0;
                for (long rest = power; ; rest >>= 1)
                {
                    if ((rest & 1) != 0)
                    {
                        (resultReal, resultImaginary) = (
                            (resultReal * baseReal) - (resultImaginary * baseImaginary),
                            (resultReal * baseImaginary) + (resultImaginary * baseReal));
                    }

                    if (rest <= 1)
                    {
                        break;
                    }

                    (baseReal, baseImaginary) = (
                        (baseReal - baseImaginary) * (baseReal + baseImaginary), 2.0 * baseReal * baseImaginary);
                }
            }

            real[k] = resultReal;
            imaginary[k] = resultImaginary;
            int mirror = (length - k) & (length - 1);
            if (mirror != k)
            {
                real[mirror] = resultReal;
                imaginary[mirror] = -resultImaginary;
            }
        }
    }

    /// <summary>Multiplies the first spectrum by the second, in place.</summary>
    public static void Multiply(double[] real, double[] imaginary, double[] otherReal, double[] otherImaginary)
    {
        for (int k = 0; k < real.Length; k++)
        {
            Complex product = new Complex(real[k], imaginary[k]) * new Complex(otherReal[k], otherImaginary[k]);
            (real[k], imaginary[k]) = (product.Real, product.Imaginary);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Fdkt.Privacy.Accounting.Numerics;

/// <summary>Complex discrete Fourier transform of one power-of-two length, real and imaginary parts in separate arrays.</summary>
/// <remarks>
/// Stockham's autosort form of radix 2: no bit reversal and unit stride, so all but the first stages run on vectors.
/// Optimised on first call, for a command that runs it a few times only. Not thread-safe (it owns a work area).
/// </remarks>
internal sealed class FourierTransform
{
    private readonly double[] _cosine;
    private readonly double[] _sine;
    private readonly double[] _workReal;
    private readonly double[] _workImaginary;

    public FourierTransform(int length)
    {
        if (!BitOperations.IsPow2(length))
        {
            throw new ArgumentOutOfRangeException(nameof(length), length, "The length must be a power of two.");
        }

        Length = length;
        _workReal = new double[length];
        _workImaginary = new double[length];
        _cosine = new double[length / 2];
        _sine = new double[_cosine.Length];
        for (int i = 0; i < _cosine.Length; i++)
        {
            (_sine[i], _cosine[i]) = Math.SinCos(-2.0 * Math.PI * i / length);
        }
    }

    public int Length { get; }

    /// <summary>Σ x[n] exp(−2πikn/N), in place.</summary>
    public void Forward(double[] real, double[] imaginary)
    {
        double[] fromReal = real;
        double[] fromImaginary = imaginary;
        double[] toReal = _workReal;
        double[] toImaginary = _workImaginary;
        int stride = 1;
        for (int size = Length; size > 1; size >>= 1)
        {
            Stage(size / 2, stride, fromReal, fromImaginary, toReal, toImaginary);
            (fromReal, toReal) = (toReal, fromReal);
            (fromImaginary, toImaginary) = (toImaginary, fromImaginary);
            stride <<= 1;
        }

        if (!ReferenceEquals(fromReal, real))
        {
            Array.Copy(fromReal, real, Length);
            Array.Copy(fromImaginary, imaginary, Length);
        }
    }

    /// <summary>The inverse without its factor 1/N, in place.</summary>
    public void InverseUnscaled(double[] real, double[] imaginary) => Forward(imaginary, real);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Stage(int half, int stride, double[] fromReal, double[] fromImaginary, double[] toReal, double[] toImaginary)
    {
        int lanes = Vector<double>.Count;
        for (int p = 0; p < half; p++)
        {
            double c = _cosine[p * stride];
            double s = _sine[p * stride];
            ReadOnlySpan<double> aReal = fromReal.AsSpan(stride * p, stride);
            ReadOnlySpan<double> aImaginary = fromImaginary.AsSpan(stride * p, stride);
            ReadOnlySpan<double> bReal = fromReal.AsSpan(stride * (p + half), stride);
            ReadOnlySpan<double> bImaginary = fromImaginary.AsSpan(stride * (p + half), stride);
            Span<double> sumReal = toReal.AsSpan(stride * 2 * p, stride);
            Span<double> sumImaginary = toImaginary.AsSpan(stride * 2 * p, stride);
            Span<double> turnedReal = toReal.AsSpan(stride * ((2 * p) + 1), stride);
            Span<double> turnedImaginary = toImaginary.AsSpan(stride * ((2 * p) + 1), stride);
            int q = 0;
            if (stride >= lanes)
            {
                var cosine = new Vector<double>(c);
                var sine = new Vector<double>(s);
                for (; q < stride; q += lanes)
                {
                    var ar = new Vector<double>(aReal[q..]);
                    var ai = new Vector<double>(aImaginary[q..]);
                    var br = new Vector<double>(bReal[q..]);
                    var bi = new Vector<double>(bImaginary[q..]);
                    (ar + br).CopyTo(sumReal[q..]);
                    (ai + bi).CopyTo(sumImaginary[q..]);
                    Vector<double> dr = ar - br;
                    Vector<double> di = ai - bi;
                    ((dr * cosine) - (di * sine)).CopyTo(turnedReal[q..]);
                    ((dr * sine) + (di * cosine)).CopyTo(turnedImaginary[q..]);
                }
            }

            for (; q < stride; q++)
            {
                sumReal[q] = aReal[q] + bReal[q];
                sumImaginary[q] = aImaginary[q] + bImaginary[q];
                double dr = aReal[q] - bReal[q];
                double di = aImaginary[q] - bImaginary[q];
                turnedReal[q] = (dr * c) - (di * s);
                turnedImaginary[q] = (dr * s) + (di * c);
            }
        }
    }
}

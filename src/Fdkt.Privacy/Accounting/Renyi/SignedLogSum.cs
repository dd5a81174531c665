namespace Fdkt.Privacy.Accounting.Renyi;

/// <summary>Sum of signed terms given by their logarithms, scaled by the largest so that nothing overflows.</summary>
internal struct SignedLogSum
{
    private double _scale;
    private double _sum;
    private double _absolute;

    public SignedLogSum() => _scale = double.NegativeInfinity;

    /// <summary>log of the sum: NaN if the sum is negative.</summary>
    public readonly double Log => _scale + Math.Log(_sum);

    /// <summary>The sum minus 1, over the scale.</summary>
    public readonly double ScaledExcess => _sum - Math.Exp(-_scale);

    /// <summary>Bound of the rounding error of the sum, over the scale.</summary>
    public readonly double ScaledRounding => 1e-15 * _absolute;

    /// <summary>A term over the scale.</summary>
    public readonly double Scaled(double logTerm) => Math.Exp(logTerm - _scale);

    public void Add(double logTerm, int sign)
    {
        if (double.IsNegativeInfinity(logTerm))
        {
            return;
        }

        if (logTerm > _scale)
        {
            double shrink = Math.Exp(_scale - logTerm);
            _sum *= shrink;
            _absolute *= shrink;
            _scale = logTerm;
        }

        double term = Math.Exp(logTerm - _scale);
        _sum += sign * term;
        _absolute += term;
    }
}

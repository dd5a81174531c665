namespace Fdkt.Privacy.Auditing;

/// <summary>
/// What a mechanism concedes to whoever tells two neighbouring data sets apart: a test that finds members at one rate calls others members
/// at some rate.
/// This is the trade-off function f of f-DP (Dong, Roth, Su 2022), read the other way round.
/// </summary>
public interface ITradeOff
{
    /// <summary>The least false positive rate of any test with a true positive rate: f(1 − rate) for a symmetric f, the inverse of x ↦ 1 −
    /// f(x).</summary>
    /// <param name="truePositiveRate">In [0, 1].</param>
    /// <returns>In [0, the rate]; grows with it.</returns>
    double LeastFalsePositiveRate(double truePositiveRate);
}

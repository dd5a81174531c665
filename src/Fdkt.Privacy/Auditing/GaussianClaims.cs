using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Auditing;

/// <summary>Gaussian mechanisms of any noise.</summary>
/// <param name="delta">δ at which ε is named, in (0, 1).</param>
public sealed class GaussianClaims(double delta) : ClaimFamily
{
    private const double Tolerance = 1e-6;

    // Noise of a hundredth of the sensitivity hides nothing that an audit could still tell.
    private const double LargestMu = 100.0;

    /// <inheritdoc />
    public override double LargestRefuted(Func<ITradeOff, bool> refutes)
    {
        ArgumentNullException.ThrowIfNull(refutes);
        double low = 0.0;
        double high = LargestMu;
        while (high - low > Tolerance)
        {
            double middle = 0.5 * (low + high);
            (low, high) = refutes(new GaussianTradeOff(middle)) ? (middle, high) : (low, middle);
        }

        return low == 0.0 ? 0.0 : GaussianMechanism.Epsilon(1.0 / low, delta);
    }
}

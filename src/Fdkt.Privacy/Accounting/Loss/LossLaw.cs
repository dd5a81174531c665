namespace Fdkt.Privacy.Accounting.Loss;

/// <summary>The law of the privacy loss log P/Q of one release, drawn from P, in both directions.</summary>
internal abstract class LossLaw
{
    /// <summary>The law on a grid of losses: a loss law that dominates the true one.</summary>
    /// <param name="direction">Which data set is the true one.</param>
    /// <param name="step">Grid spacing h. Grid points are whole multiples of it, so laws on one spacing convolve.</param>
    /// <param name="tail">Mass that may be cut on each side: above it goes to infinity, below up to the lowest point.</param>
    public abstract GridLoss OnGrid(LossDirection direction, double step, double tail);

    /// <summary>Range of losses that holds all but <paramref name="tail"/> of the mass on either side.</summary>
    public abstract (double Low, double High) Range(LossDirection direction, double tail);
}

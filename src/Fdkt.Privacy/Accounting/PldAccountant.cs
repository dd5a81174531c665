using Fdkt.Privacy.Accounting.Loss;

namespace Fdkt.Privacy.Accounting;

/// <summary>
/// Privacy-loss-distribution accountant: connect-the-dots discretisation, both directions composed apart, unlike events
/// convolved on one grid. The number of record.
/// </summary>
/// <remarks>
/// An upper bound but for the rounding of the Fourier transform, for which an allowance is charged; no δ under 1e-12 is
/// quoted (ε is +∞ there, and callers fall back to <see cref="RdpAccountant"/>). Typically within 1e-4 of the true ε.
/// Doroshenko et al. 2022, arXiv:2207.04380. Plain Gaussian releases alone use the closed form.
/// </remarks>
public sealed class PldAccountant : IPrivacyAccountant
{
    // What cutting tails may cost, as a part of δ.
    private const double TailShare = 1e-4;

    // Below this δ the rounding of the transform is no longer small.
    private const double SmallestDelta = 1e-12;

    /// <inheritdoc />
    public string Name => "pld/1 (connect-the-dots)";

    /// <inheritdoc />
    public double Epsilon(IReadOnlyList<PrivacyEvent> events, double delta)
    {
        ArgumentNullException.ThrowIfNull(events);
        PrivacyParameters.Delta(delta);
        PrivacyEvent[] charged = [.. events.Where(e => !e.IsVoid)];
        if (delta == 1.0 || charged.Length == 0)
        {
            return 0.0;
        }

        RenyiBound bound = RdpAccountant.Bound(charged, delta);
        if (double.IsInfinity(bound.Epsilon))
        {
            return double.PositiveInfinity;
        }

        if (charged.All(IsPlainGaussian))
        {
            return GaussianMechanism.Epsilon(LossLaws.MergedGaussian(charged), delta);
        }

        if (delta < SmallestDelta)
        {
            return double.PositiveInfinity;
        }

        return Worst(charged, GridStep.For(charged, bound.Epsilon, TailOrder(bound, delta)), TailShare * delta, double.PositiveInfinity,
            (law, step) => HockeyStick.Epsilon(law, step, delta));
    }

    /// <inheritdoc />
    public double Delta(IReadOnlyList<PrivacyEvent> events, double epsilon)
    {
        ArgumentNullException.ThrowIfNull(events);
        PrivacyParameters.Epsilon(epsilon);
        PrivacyEvent[] charged = [.. events.Where(e => !e.IsVoid)];
        if (charged.Length == 0)
        {
            return 0.0;
        }

        double divergence = RdpAccountant.Divergence(charged, 2.0);
        if (double.IsInfinity(divergence))
        {
            return 1.0;
        }

        if (double.IsPositiveInfinity(epsilon))
        {
            return 0.0;
        }

        if (charged.All(IsPlainGaussian))
        {
            return GaussianMechanism.Delta(LossLaws.MergedGaussian(charged), 1.0, epsilon);
        }

        return Worst(charged, GridStep.For(charged, Math.Max(epsilon, 0.1), 20.0), 1e-12, 1.0,
            (law, step) => HockeyStick.Delta(law, step, epsilon));
    }

    /// <summary>δ at many ε, with one composition in each direction. For audits; where no grid fits they are all 1.</summary>
    internal static double[] Deltas(IReadOnlyList<PrivacyEvent> charged, IReadOnlyList<double> epsilons)
    {
        if (IsTooWide(charged))
        {
            return [.. epsilons.Select(_ => 1.0)];
        }

        IReadOnlyList<LawCount> laws = LossLaws.Of(charged);
        double step = GridStep.For(charged, 1.0, 20.0);
        double[][] found = [.. Enum.GetValues<LossDirection>().Select(direction =>
        {
            double[] deltas = [.. epsilons.Select(_ => 1.0)];
            OneDirection(laws, direction, step, 1e-12, 1.0, (law, width) =>
            {
                deltas = [.. epsilons.Select(epsilon => HockeyStick.Delta(law, width, epsilon))];
                return 0.0;
            });
            return deltas;
        })];
        return [.. found[0].Zip(found[1], Math.Max)];
    }

    /// <summary>The order whose decay the tail has. Where the best one is an end of the list, the Gaussian relation gives it.</summary>
    internal static double TailOrder(RenyiBound bound, double delta) =>
        bound.IsOrderAtEnd ? Math.Max(bound.Order, -2.0 * Math.Log(delta) / bound.Epsilon) : bound.Order;

    // The larger result of both directions, on the finest grid that fits.
    private static double Worst(
        PrivacyEvent[] events, double step, double tail, double unknown, Func<GridLoss, double, double> read)
    {
        if (IsTooWide(events))
        {
            return unknown;
        }

        IReadOnlyList<LawCount> laws = LossLaws.Of(events);
        var results = new double[2];
        Parallel.For(0, 2, direction => results[direction] = OneDirection(laws, (LossDirection)direction, step, tail, unknown, read));
        return Math.Max(results[0], results[1]);
    }

    /// <summary>What is read off the composed law; <paramref name="unknown"/> where it fits no grid.</summary>
    internal static double OneDirection(
        IReadOnlyList<LawCount> laws, LossDirection direction, double step, double tail, double unknown,
        Func<GridLoss, double, double> read)
    {
        // A coarser grid is looser, never wrong. 40 doublings reach any law worth a number.
        for (int i = 0; i < 40; i++, step *= 2.0)
        {
            if (LossComposition.Compose(laws, direction, step, tail) is { } composed)
            {
                return read(composed, step);
            }
        }

        return unknown;
    }

    private static bool IsTooWide(IReadOnlyList<PrivacyEvent> events) =>
        events.OfType<DiscreteGaussianEvent>().Any(e => e.NoiseMultiplier > DiscreteGaussianLoss.LargestSigma);

    private static bool IsPlainGaussian(PrivacyEvent releases) =>
        releases is GaussianEvent or SampledGaussianEvent { SamplingProbability: 1.0 };
}

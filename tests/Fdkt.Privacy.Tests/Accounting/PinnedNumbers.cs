using System.Numerics;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Accounting.Loss;
using Fdkt.Privacy.Accounting.Numerics;
using Fdkt.Privacy.Accounting.Renyi;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Sampling;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>Numbers of accounting, noise and sampling as this version makes them, each under a name.</summary>
internal static class PinnedNumbers
{
    private static readonly LossDirection[] Directions = [LossDirection.Remove, LossDirection.Add];
    private static readonly double[] Orders = [1.01, 1.1, 1.5, 2, 2.5, 3, 7.3, 16, 32, 63, 256, 1024];

    private static readonly (string Name, LossLaw Law)[] Laws =
    [
        ("sampled .01 .6", new SampledGaussianLoss(.01, .6)), ("sampled .2 2", new SampledGaussianLoss(.2, 2)), ("sampled 1 1.5", new SampledGaussianLoss(1, 1.5)), ("sampled .5 30", new SampledGaussianLoss(.5, 30)),
        ("group .05 1.2 3", new GroupSampledGaussianLoss(.05, 1.2, 3)), ("group .3 4 7", new GroupSampledGaussianLoss(.3, 4, 7)), ("group 1e-3 .8 2", new GroupSampledGaussianLoss(1e-3, .8, 2)),
        ("discrete .5", new DiscreteGaussianLoss(.5)), ("discrete 1.3", new DiscreteGaussianLoss(1.3)), ("discrete 9", new DiscreteGaussianLoss(9)),
    ];

    private static readonly (string Name, PrivacyEvent[] Events)[] Charges =
    [
        ("training", [new SampledGaussianEvent(.02, .9, 200)]), ("long training", [new SampledGaussianEvent(.001, .8, 2_000)]), ("gaussians", [new GaussianEvent(2, 3), new GaussianEvent(5, 1)]),
        ("counts", [new DiscreteGaussianEvent(3, 2)]), ("users", [new GroupSampledGaussianEvent(.05, 3, 30, 4)]),
        ("mixed", [new SampledGaussianEvent(.1, 1.4, 50), new DiscreteGaussianEvent(20, 1), new GaussianEvent(6, 2), new GroupSampledGaussianEvent(.1, 5, 10, 2)]),
        ("strong", [new SampledGaussianEvent(.3, .3, 5)]), ("weak", [new GaussianEvent(400, 1), new SampledGaussianEvent(1e-4, 20, 10)]), ("twice", [new SampledGaussianEvent(.1, 1, 10), new SampledGaussianEvent(.1, 1, 20)]),
    ];

    /// <summary>The parts, small ones, since one that is slow is looked at late.</summary>
    public static IReadOnlyDictionary<string, Func<IEnumerable<(string Name, double Value)>>> Parts { get; } = new Dictionary<string, Func<IEnumerable<(string Name, double Value)>>>(
        [
            new("functions", Functions), new("divergences", Divergences), new("grids", Grids), new("windows", Windows), new("draws", Draws), new("merged", Merged),
            .. Charges.Select(charge => KeyValuePair.Create<string, Func<IEnumerable<(string Name, double Value)>>>($"accounts {charge.Name}", () => Accounts(charge.Name, charge.Events))),
        ]);

    private static IEnumerable<(string Name, double Value)> Functions()
    {
        foreach (double x in (double[])[-30, -8, -3, -1, -.6, -.4, -1e-3, 0, 1e-9, .3, .47, .5, 1, 2, 3.9, 4.1, 6, 12, 27, 40])
        {
            yield return ($"erfc {x}", ErrorFunction.Complementary(x));
            yield return ($"log erfc {x}", ErrorFunction.LogComplementary(x));
            var tail = new NormalTail(x);
            yield return ($"below {x}", tail.Below);
            yield return ($"above {x}", tail.Above);
            yield return ($"between {x}", NormalTail.Between(tail, new NormalTail(x + .7)));
            yield return ($"expm1 {x}", Elementary.ExpM1(x));
            yield return ($"expm1 small {x}", Elementary.ExpM1(x * 1e-6));
            yield return ($"log1p {x}", Elementary.Log1P(Math.Abs(x)));
            yield return ($"log1p small {x}", Elementary.Log1P(x * 1e-7));
        }

        foreach (double tail in (double[])[1e-300, 1e-12, .01, .3, .5, .7])
        {
            yield return ($"bound {tail}", NormalTail.Bound(tail));
        }

        foreach ((int n, double p) in new[] { (1, .3), (5, .01), (40, .5), (7, 1), (3, 0) })
        {
            foreach ((int k, double weight) in BinomialWeights.Log(n, p).Index())
            {
                yield return ($"binomial {n} {p} {k}", weight);
            }
        }

        foreach (int length in (int[])[1, 2, 8, 64])
        {
            double[] real = [.. Enumerable.Range(0, length).Select(i => Math.Sin(i + 1.0))], imaginary = [.. Enumerable.Range(0, length).Select(i => Math.Cos(3.0 * i))];
            var transform = new FourierTransform(length);
            transform.Forward(real, imaginary);
            yield return ($"forward {length}", real.Select((v, i) => v * (i + 1)).Sum() + imaginary.Select((v, i) => v / (i + 1)).Sum());
            Spectrum.Power(real, imaginary, 7);
            yield return ($"power {length}", real.Select((v, i) => v * (i + 1)).Sum() + imaginary.Select((v, i) => v / (i + 1)).Sum());
            Spectrum.Multiply(real, imaginary, [.. imaginary.Select(v => v + 1)], [.. real.Select(v => v - 1)]);
            transform.InverseUnscaled(real, imaginary);
            yield return ($"inverse {length}", real.Select((v, i) => v * (i + 1)).Sum() + imaginary.Select((v, i) => v / (i + 1)).Sum());
        }

        foreach ((double s, double d, double e) in new[] { (1.0, 1.0, 1.0), (.5, 1, 0), (10, 5, 1.1), (.05, 1, 3), (3, 1, 20), (40, 1, 1e-3) })
        {
            yield return ($"gaussian delta {s} {d} {e}", GaussianMechanism.Delta(s, d, e));
        }

        foreach ((double s, double delta) in new[] { (1.0, 1e-5), (.3, 1e-9), (20, .01), (5, 1e-300), (1e3, 1e-6), (1, .9) })
        {
            yield return ($"gaussian epsilon {s} {delta}", GaussianMechanism.Epsilon(s, delta));
        }
    }

    private static IEnumerable<(string Name, double Value)> Divergences()
    {
        foreach (double order in Orders)
        {
            foreach ((double q, double sigma) in new[] { (.01, 2.5), (.2, .8), (1e-3, .5), (.9, 4), (1, 1), (0, 1), (.5, 50) })
            {
                yield return ($"renyi sampled {q} {sigma} {order}", SampledGaussianRenyi.Divergence(q, sigma, order));
            }

            foreach ((double q, double sigma) in new[] { (.01, 2.5), (.2, .8), (1e-3, .5) })
            {
                yield return ($"quadrature {q} {sigma} {order}", SampledGaussianQuadrature.LogMoment(q, sigma, order));
            }

            foreach ((double q, double sigma, int k) in new[] { (.05, 3.0, 4), (.3, 6, 2), (1, 2, 3) })
            {
                yield return ($"renyi group {q} {sigma} {k} {order}", GroupSampledGaussianRenyi.Divergence(q, sigma, k, order));
            }

            foreach (double sigma in (double[])[.4, 1, 3.3, 30])
            {
                yield return ($"renyi discrete {sigma} {order}", DiscreteGaussianRenyi.Divergence(sigma, order));
            }
        }
    }

    private static IEnumerable<(string Name, double Value)> Grids()
    {
        foreach ((string name, LossLaw law) in Laws)
        {
            foreach (LossDirection direction in Directions)
            {
                foreach (double tail in (double[])[1e-4, 1e-10, 1e-18])
                {
                    (double low, double high) = law.Range(direction, tail);
                    yield return ($"low {name} {direction} {tail}", low);
                    yield return ($"high {name} {direction} {tail}", high);
                }

                foreach (double step in (double[])[.02, .003])
                {
                    GridLoss grid = law.OnGrid(direction, step, 1e-10);
                    string at = $"{name} {direction} {step}";
                    yield return ($"start {at}", grid.Start);
                    yield return ($"length {at}", grid.Masses.Length);
                    yield return ($"infinity {at}", grid.Infinity);
                    yield return ($"mass {at}", grid.Masses.Sum());
                    yield return ($"mean {at}", grid.Masses.Select((m, i) => m * (grid.Start + i) * step).Sum());
                    yield return ($"first {at}", grid.Masses[0]);
                    yield return ($"last {at}", grid.Masses[^1]);
                    yield return ($"moment {at}", grid.LogMoment(.7, step));
                    yield return ($"lower moment {at}", grid.LogMoment(-.7, step));
                    yield return ($"hockey {at}", HockeyStick.Delta(grid, step, .3));
                    yield return ($"epsilon {at}", HockeyStick.Epsilon(grid, step, 1e-4));
                }
            }
        }

        foreach ((string name, LossLaw law) in Laws.Where(law => law.Law is not DiscreteGaussianLoss))
        {
            foreach (LossDirection direction in Directions)
            {
                foreach (double epsilon in (double[])[0, .5, 2, 9])
                {
                    yield return ($"stick {name} {direction} {epsilon}", law is SampledGaussianLoss sampled ? sampled.HockeyStick(direction, epsilon) : ((GroupSampledGaussianLoss)law).HockeyStick(direction, epsilon));
                }
            }
        }
    }

    private static IEnumerable<(string Name, double Value)> Windows()
    {
        LawCount[] laws = [new LawCount(Laws[1].Law, 30), new LawCount(Laws[4].Law, 10), new LawCount(Laws[9].Law, 2)];
        foreach (LossDirection direction in Directions)
        {
            foreach ((string name, LawCount[] some) in new[] { ("one", (LawCount[])[laws[0]]), ("all", laws), ("single", [new LawCount(Laws[0].Law, 1)]) })
            {
                GridLoss[] single = [.. some.Select(law => law.Law.OnGrid(direction, .01, 1e-12))];
                (long low, long high) = LossWindow.Of(some, single, .01, 1e-10);
                yield return ($"window low {name} {direction}", low);
                yield return ($"window high {name} {direction}", high);
                GridLoss composed = LossComposition.Compose(some, direction, .01, 1e-10)!;
                yield return ($"composed start {name} {direction}", composed.Start);
                yield return ($"composed length {name} {direction}", composed.Masses.Length);
                yield return ($"composed infinity {name} {direction}", composed.Infinity);
                yield return ($"composed mean {name} {direction}", composed.Masses.Select((m, i) => m * (composed.Start + i)).Sum());
                yield return ($"composed square {name} {direction}", composed.Masses.Select((m, i) => m * (composed.Start + i) * (composed.Start + i)).Sum());
                yield return ($"composed epsilon {name} {direction}", HockeyStick.Epsilon(composed, .01, 1e-6));
                yield return ($"composed moment {name} {direction}", composed.LogMoment(-.4, .01));
            }
        }
    }

    private static IEnumerable<(string Name, double Value)> Merged()
    {
        foreach ((string name, PrivacyEvent[] events) in Charges.Append(("many", [new GaussianEvent(1, int.MaxValue), new GaussianEvent(1, 5), new SampledGaussianEvent(.1, 1, int.MaxValue)])))
        {
            foreach ((int i, PrivacyEvent merged) in EventGroups.Merge(events).Index())
            {
                yield return ($"merged {name} {i}", merged switch
                {
                    GaussianEvent e => e.Count + (e.NoiseMultiplier / 1e3),
                    DiscreteGaussianEvent e => e.Count + (e.NoiseMultiplier / 1e3),
                    SampledGaussianEvent e => e.Steps + (e.NoiseMultiplier / 1e3),
                    GroupSampledGaussianEvent e => e.Steps + (e.NoiseMultiplier / 1e3) + (e.GroupSize / 1e6),
                    _ => double.NaN,
                });
            }

            yield return ($"merged gaussian {name}", LossLaws.MergedGaussian(events));
            yield return ($"laws {name}", LossLaws.Of(events).Sum(law => law.Count));
            foreach (double epsilon in (double[])[.1, 2, 30])
            {
                yield return ($"step {name} {epsilon}", GridStep.For(events, epsilon, 20));
            }
        }
    }

    private static IEnumerable<(string Name, double Value)> Accounts(string name, PrivacyEvent[] events)
    {
        var pld = new PldAccountant();
        var rdp = new RdpAccountant();
        foreach (double delta in (double[])[1e-2, 1e-7])
        {
            PrivacyGuarantee guarantee = PrivacyAccounting.Account(events, delta);
            yield return ($"pld {name} {delta}", guarantee.EpsilonPld);
            yield return ($"rdp {name} {delta}", guarantee.EpsilonRdp);
            yield return ($"unsampled {name} {delta}", guarantee.EpsilonUnsampled);
            RenyiBound bound = RdpAccountant.Bound(events, delta);
            yield return ($"order {name} {delta}", bound.Order);
            yield return ($"order at end {name} {delta}", bound.IsOrderAtEnd ? 1 : 0);
        }

        foreach (double epsilon in (double[])[0, 1.5, double.PositiveInfinity])
        {
            yield return ($"pld delta {name} {epsilon}", pld.Delta(events, epsilon));
            yield return ($"rdp delta {name} {epsilon}", rdp.Delta(events, epsilon));
        }
    }

    private static IEnumerable<(string Name, double Value)> Draws()
    {
        foreach (double sigma in (double[])[.3, 1, 2.5, 20, 1000, 3e9])
        {
            var sampler = DiscreteGaussianSampler.FromStandardDeviation(sigma, new SeededRandomSource(11));
            foreach (int i in Enumerable.Range(0, 12))
            {
                yield return ($"discrete draw {sigma} {i}", sampler.Next());
            }
        }

        var coins = new ExactCoins(new SeededRandomSource(12));
        foreach (int i in Enumerable.Range(0, 20))
        {
            yield return ($"coin {i}", (coins.Fair() ? 1 : 0) + (coins.ExponentialOf(i, 7) ? 2 : 0) + (coins.ExponentialOfOne() ? 4 : 0) + (coins.ExponentialOfFraction(3UL, 8UL) ? 8 : 0));
            yield return ($"uniform {i}", coins.Uniform(1000UL + (ulong)i));
            yield return ($"large uniform {i}", (double)coins.Uniform(BigInteger.Pow(7, 30 + i)));
            yield return ($"large coin {i}", coins.ExponentialOf(BigInteger.Pow(7, 30) * i, BigInteger.Pow(7, 31)) ? 1 : 0);
        }

        double[] normals = new double[2_100];
        GaussianNoise.Fill(normals, 1.5, new SeededRandomSource(13));
        float[] singles = new float[2_100];
        GaussianNoise.Fill(singles, 1.5, new SeededRandomSource(13));
        foreach (int i in (int[])[0, 1, 7, 511, 512, 1023, 1024, 2047, 2048, 2099])
        {
            yield return ($"normal {i}", normals[i]);
            yield return ($"single {i}", singles[i]);
        }

        var lattice = new LatticeGaussianNoise(1.2, .8, 50, new SeededRandomSource(14));
        float[] values = [.. Enumerable.Range(0, 50).Select(i => .01f * i)];
        lattice.AddTo(values);
        yield return ("lattice step", lattice.Step);
        foreach ((int i, float value) in values.Index())
        {
            yield return ($"lattice {i}", value);
        }

        var poisson = new PoissonSampler(9_000, .002, new SeededRandomSource(15));
        foreach (int i in Enumerable.Range(0, 3))
        {
            int[] batch = poisson.Next();
            yield return ($"batch {i}", batch.Length);
            yield return ($"batch sum {i}", batch.Sum());
        }

        foreach ((int i, long count) in DpHistogram.Release([5, 0, -3], new DiscreteGaussianSampler(9, 4, new SeededRandomSource(16))).Index())
        {
            yield return ($"histogram {i}", count);
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Bench;

/// <summary>Noise on gradients: floating-point Gaussian against the exact discrete one, nanoseconds a value, best of interleaved rounds.</summary>
internal static class NoiseBench
{
    private const int Rounds = 5;

    /// <summary>Prints one line per number of trained values. Returns 0.</summary>
    public static int Run(string[] args)
    {
        int[] dimensions = new BenchOptions(args).Numbers("values", "256,4096,65536,1048576");
        Console.WriteLine("   values   step deviation   Gaussian ns   discrete ns   ratio");
        foreach (int dimension in dimensions)
        {
            var plan = new PrivacyPlan(1000, 50, 1.0, 1.0, 1, 1e-4) { Noise = GradientNoise.Discrete };
            LatticeGaussianNoise exact = plan.CreateDiscreteNoise(dimension, CryptographicRandomSource.Shared);
            var values = new float[dimension];
            int repeats = Math.Max(1, 65_536 / dimension);
            double floating = double.PositiveInfinity;
            double discrete = double.PositiveInfinity;
            for (int round = 0; round < Rounds; round++)
            {
                floating = Math.Min(floating, Time(() => GaussianNoise.Fill(values, plan.NoiseStandardDeviationOnSum, CryptographicRandomSource.Shared)));
                discrete = Math.Min(discrete, Time(() => exact.AddTo(values)));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{dimension,9} {exact.StandardDeviation,16} {floating,13:f1} {discrete,13:f1} {discrete / floating,7:f0}"));

            double Time(Action action)
            {
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < repeats; i++)
                {
                    action();
                }

                return Stopwatch.GetElapsedTime(start).TotalNanoseconds / ((double)repeats * dimension);
            }
        }

        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Bench;

/// <summary>Time of both accountants against the number of steps: median of runs, milliseconds, one warm process.</summary>
internal static class AccountantBench
{
    private const int Runs = 7;

    /// <summary>Prints one line per case; takes no arguments. Returns 0.</summary>
    public static int Run(string[] args)
    {
        if (args.Length > 0)
        {
            Console.Error.WriteLine($"accountant takes no arguments; got '{args[0]}'.");
            return 2;
        }

        Console.WriteLine("     q  sigma     steps   eps PLD   eps RDP    PLD ms    RDP ms");
        foreach ((double q, double sigma) in new[] { (.001, .8), (.05, 2.0), (.2, 4.4386) })
        {
            foreach (int steps in new[] { 100, 1000, 20_000, 200_000 })
            {
                PrivacyEvent[] events = [new SampledGaussianEvent(q, sigma, steps)];
                (double pld, double pldTime) = Median(() => new PldAccountant().Epsilon(events, 1e-6));
                (double rdp, double rdpTime) = Median(() => new RdpAccountant().Epsilon(events, 1e-6));
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{q,6} {sigma,6} {steps,9} {pld,9:f4} {rdp,9:f4} {pldTime,9:f1} {rdpTime,9:f2}"));
            }
        }

        return 0;
    }

    private static (double Result, double Milliseconds) Median(Func<double> run)
    {
        double result = run(); // warm-up
        var times = new double[Runs];
        for (int i = 0; i < Runs; i++)
        {
            long start = Stopwatch.GetTimestamp();
            result = run();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return (result, times[Runs / 2]);
    }
}

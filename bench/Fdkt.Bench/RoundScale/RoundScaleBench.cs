using System.Globalization;

namespace Fdkt.Bench.RoundScale;

/// <summary>A federated round against the number of its clients, with the real broker, storage emulator and orchestrator, and workers that do nothing.</summary>
internal static class RoundScaleBench
{
    private const double MostMemory = 3;

    /// <summary>Prints one line per N, then how fast each column grows.</summary>
    /// <param name="args"><c>--clients 10,100,1000</c>.</param>
    /// <returns>0.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        int[] counts = new BenchOptions(args).Numbers("clients", "10,100,1000");
        Console.WriteLine("clients  push s  round s  messages  messages/s  orchestrator peak MB  orchestrator calls/client  client calls/client");
        var results = new List<ScaleResult>();
        foreach (int count in counts)
        {
            ScaleResult result = await ScaleRound.RunAsync(count, CancellationToken.None);
            results.Add(result);
            Print($"{count,7} {result.PushSeconds,7:f1} {result.RoundSeconds,8:f1} {result.Messages,9} {result.Messages / result.RoundSeconds,11:f1} {result.PeakMegabytes,21:f1} {(double)result.OrchestratorCalls / count,26:f1} {(double)result.ClientCalls / count,20:f1}");
        }

        foreach ((ScaleResult less, ScaleResult more) in results.Zip(results.Skip(1)))
        {
            PrintGrowth(less, more);
        }

        if (results.Count > 2)
        {
            PrintGrowth(results[0], results[^1]);
        }

        return 0;
    }

    private static void PrintGrowth(ScaleResult less, ScaleResult more)
    {
        double Exponent(Func<ScaleResult, double> value) => Math.Log(value(more) / value(less)) / Math.Log((double)more.Clients / less.Clients);
        Print($"{less.Clients} to {more.Clients}: exponent of push time {Exponent(r => r.PushSeconds):f2}, round time {Exponent(r => r.RoundSeconds):f2}, both {Exponent(r => r.Seconds):f2}, orchestrator calls {Exponent(r => r.OrchestratorCalls):f2}, client calls {Exponent(r => r.ClientCalls):f2}; peak memory x {more.PeakMegabytes / less.PeakMegabytes:f2} (bar {MostMemory})");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

using System.Diagnostics;
using System.Globalization;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Privacy.Noise;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Bench;

/// <summary>Cost of a private step against an ordinary one: time in one process, interleaved; peak memory of each in a process of its own.</summary>
internal static class DpStepBench
{
    public static int Run(string[] args)
    {
        var options = new BenchOptions(args);
        TorchRuntime.EnsureLoaded();
        string parameters = options.Text("parameters", "5M");
        int batch = options.Number("batch", 32);
        if (options.Has("soak"))
        {
            return Soak(parameters, batch, options.Number("soak", 500));
        }

        if (options.Has("memory-of"))
        {
            return Peak(Enum.Parse<StepKind>(options.Text("memory-of", "Plain")), parameters, options.Number("length", 64), batch);
        }

        foreach (int length in options.Numbers("length", "64,128"))
        {
            Compare(parameters, length, batch, options.Number("repeats", 15), !options.Has("no-slow"), !options.Has("no-memory"));
        }

        return 0;
    }

    private static void Compare(string parameters, int length, int batch, int repeats, bool slow, bool memory)
    {
        DecoderConfig config = BenchModels.Config(parameters, length + 1);
        StepKind[] kinds = slow ? Enum.GetValues<StepKind>() : [StepKind.Plain, StepKind.BookKeeping];
        Dictionary<StepKind, List<double>> seconds = kinds.ToDictionary(k => k, _ => new List<double>());
        using Tensor tokens = Tokens(config, batch, length + 1, 1);
        StepRunner[] runners = [.. kinds.Select(k => new StepRunner(k, config))];
        foreach (StepRunner runner in runners)
        {
            runner.Step(tokens);
            runner.Step(tokens);
        }

        for (int r = 0; r < repeats; r++)
        {
            for (int k = 0; k < kinds.Length; k++)
            {
                // The slow references need no more than a few repetitions.
                if (kinds[k] is StepKind.OneAtATime or StepKind.Autograd && r % 3 != 0)
                {
                    continue;
                }

                long start = Stopwatch.GetTimestamp();
                runners[k].Step(tokens);
                seconds[kinds[k]].Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        foreach (StepRunner runner in runners)
        {
            runner.Dispose();
        }

        double plain = Median(seconds[StepKind.Plain]);
        double ratio = Median([.. seconds[StepKind.BookKeeping].Zip(seconds[StepKind.Plain], (a, b) => a / b)]);
        double peakPlain = memory ? PeakOf(StepKind.Plain, parameters, length, batch) : double.NaN;
        Console.WriteLine(FormattableString.Invariant(
            $"parameters {config.ParameterCount / 1e6:F2}M  length {length}  batch {batch}  threads {get_num_threads()}  repeats {repeats}  update: Adam in every kind, noise not counted"));
        Console.WriteLine("kind          ms/step  tokens/s  time/plain  peak MB  memory/plain");
        foreach (StepKind kind in kinds)
        {
            double median = Median(seconds[kind]);
            double peak = !memory ? double.NaN : kind == StepKind.Plain ? peakPlain : PeakOf(kind, parameters, length, batch);
            Console.WriteLine(FormattableString.Invariant(
                $"{kind,-12} {median * 1000,8:F1} {batch * length / median,9:F0} {median / plain,11:F3} {peak,8:F0} {peak / peakPlain,13:F3}"));
        }

        Console.WriteLine(FormattableString.Invariant($"book-keeping / plain, median of pairs: {ratio:F3}   noise once per logical batch: {NoiseMilliseconds(config):F1} ms"));
        Console.WriteLine();
    }

    private static int Peak(StepKind kind, string parameters, int length, int batch)
    {
        DecoderConfig config = BenchModels.Config(parameters, length + 1);
        using var runner = new StepRunner(kind, config);
        using Tensor tokens = Tokens(config, batch, length + 1, 1);
        for (int i = 0; i < 6; i++)
        {
            runner.Step(tokens);
        }

        Console.WriteLine(ProcessMemory.PeakMegabytes().ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static int Soak(string parameters, int batch, int steps)
    {
        DecoderConfig config = BenchModels.Config(parameters, 129);
        using var runner = new StepRunner(StepKind.BookKeeping, config);
        var random = new Random(1);
        Console.WriteLine("step  live tensors  resident MB  peak MB");
        for (int i = 1; i <= steps; i++)
        {
            using (Tensor tokens = Tokens(config, random.Next(1, batch + 1), random.Next(8, 130), i))
            {
                runner.Step(tokens);
            }

            if (i % Math.Max(1, steps / 20) == 0 || i == 1)
            {
                Console.WriteLine(FormattableString.Invariant(
                    $"{i,4} {DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount,13} {ProcessMemory.ResidentMegabytes(),12:F0} {ProcessMemory.PeakMegabytes(),8:F0}"));
            }
        }

        return 0;
    }

    private static Tensor Tokens(DecoderConfig config, int batch, int length, int seed)
    {
        var random = new Random(seed);
        int[][] texts = [.. Enumerable.Range(0, batch).Select(_ => Enumerable.Range(0, length).Select(_ => random.Next(config.VocabularySize)).ToArray())];
        return TokenBatch.Pad(texts, length);
    }

    private static double PeakOf(StepKind kind, string parameters, int length, int batch)
    {
        double[] peaks = [.. Enumerable.Range(0, 3).Select(_ => ProcessMemory.RunChild(
            "dp-step", "--memory-of", kind.ToString(), "--parameters", parameters,
            "--length", length.ToString(CultureInfo.InvariantCulture), "--batch", batch.ToString(CultureInfo.InvariantCulture)))];
        return Median([.. peaks]);
    }

    private static double NoiseMilliseconds(DecoderConfig config)
    {
        var values = new float[config.ParameterCount];
        long start = Stopwatch.GetTimestamp();
        GaussianNoise.Fill(values, 1.0, CryptographicRandomSource.Shared);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

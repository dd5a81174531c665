using System.Diagnostics;
using System.Globalization;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Bench;

/// <summary>Peak memory of private training by logical batch, with physical batches of one size; each logical batch in a process of its own.</summary>
/// <remarks>
/// Unless steps are given, every row makes as many passes through the model: the first passes of any run raise the process by some 40 MB (compiled code, allocator), whatever the logical batch.
/// </remarks>
internal static class DpMemoryBench
{
    public static int Run(string[] args)
    {
        var options = new BenchOptions(args);
        string family = options.Text("family", "llama");
        if (options.Has("child"))
        {
            return Train(options, family, options.Number("child", 1));
        }

        Console.WriteLine("family  scope     dtype     recomputes  logical  physical  peak MB  of the first  s/step");
        double first = 0;
        foreach (int logical in options.Numbers("logical", "32,1024"))
        {
            string row = Path.GetTempFileName();
            double peak = ProcessMemory.RunChild(["dp-memory", "--child", logical.ToString(CultureInfo.InvariantCulture), "--row", row, .. args]);
            first = first == 0 ? peak : first;
            Console.WriteLine(FormattableString.Invariant($"{File.ReadAllText(row)} {peak,8:F0} {peak / first,13:F3} {File.ReadAllText(row + ".time"),7}"));
            File.Delete(row);
            File.Delete(row + ".time");
        }

        return 0;
    }

    private static int Train(BenchOptions options, string family, int logical)
    {
        TorchRuntime.EnsureLoaded();
        int length = options.Number("length", 64);
        int physical = options.Number("physical", 32);
        int steps = options.Number("steps", Math.Max(1, options.Number("passes", 32) * physical / logical));
        ScalarType dtype = Enum.Parse<ScalarType>(options.Text("dtype", "Float32"));
        TrainableScope scope = Enum.Parse<TrainableScope>(options.Text("scope", "LowRank"));
        bool recomputes = options.Has("recompute");
        using var model = new DecoderModel(BenchModels.OfFamily(family, BenchModels.Config(options.Text("parameters", "5M"), length)), 1, dtype);
        // Every record in every batch, so that the logical batch has exactly the size asked for; as many records in any case.
        var random = new Random(1);
        PrivateRecord[] records = [.. Enumerable.Range(0, logical).Select(_ => new PrivateRecord([.. Enumerable.Range(0, length).Select(_ => random.Next(model.Config.VocabularySize))], 0))];
        var plan = new PrivacyPlan(logical, logical, 1, 1, steps, 1e-6);
        long start = Stopwatch.GetTimestamp();
        DpTrainer.Train(model, records, [[]], plan, new DpTrainingOptions { Scope = scope, PhysicalBatchSize = physical, LearningRate = 1e-3, GradientCheckpointing = recomputes });
        string row = options.Text("row", "");
        File.WriteAllText(row, FormattableString.Invariant($"{family,-7} {scope,-9} {dtype,-9} {recomputes,-10} {logical,8} {physical,9}"));
        File.WriteAllText(row + ".time", (Stopwatch.GetElapsedTime(start).TotalSeconds / steps).ToString("F2", CultureInfo.InvariantCulture));
        Console.WriteLine(ProcessMemory.PeakMegabytes().ToString(CultureInfo.InvariantCulture));
        return 0;
    }
}

using System.Diagnostics;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Pretraining;
using static TorchSharp.torch;

namespace Fdkt.Bench;

/// <summary>Tokens per second of ordinary training.</summary>
internal static class TrainBench
{
    public static int Run(string[] args)
    {
        var options = new BenchOptions(args);
        TorchRuntime.EnsureLoaded();
        int length = options.Number("length", 64);
        int batch = options.Number("batch", 32);
        DecoderConfig config = BenchModels.Config(options.Text("parameters", "2.5M"), length + 1);
        using var model = new DecoderModel(config, 1);
        using var trainer = new LanguageModelTrainer(model);
        var random = new Random(1);
        using Tensor tokens = TokenBatch.Pad(
            [.. Enumerable.Range(0, batch).Select(_ => Enumerable.Range(0, length + 1).Select(_ => random.Next(config.VocabularySize)).ToArray())], length + 1);
        var item = new TrainingBatch(tokens);
        List<double> seconds = [];
        for (int i = 0; i < options.Number("repeats", 20) + 3; i++)
        {
            long start = Stopwatch.GetTimestamp();
            trainer.Step(item, 1);
            if (i >= 3)
            {
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        double median = seconds.Order().ElementAt(seconds.Count / 2);
        Console.WriteLine(FormattableString.Invariant(
            $"parameters {config.ParameterCount / 1e6:F2}M  length {length}  batch {batch}: {median * 1000:F1} ms/step, {batch * length / median:F0} tokens/s (fastest {batch * length / seconds.Min():F0})"));
        return 0;
    }
}

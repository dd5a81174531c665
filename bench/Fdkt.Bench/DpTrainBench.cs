using System.Diagnostics;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Samples;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Bench;

/// <summary>What a client's DP-SGD release costs in time: training steps of each scope, then writing and scoring the texts. On the sample's model and records.</summary>
internal static class DpTrainBench
{
    private const int BatchesPerEpoch = 4;

    public static int Run(string[] args)
    {
        var options = new BenchOptions(args);
        TorchRuntime.EnsureLoaded();
        int records = options.Number("records", 100);
        int steps = options.Number("steps", 40);
        using PublicModel model = PublicModelStore.Load(options.Text("model", "samples/public-model"));
        PrivateRecord[] rows = [.. SampleCorpus.Generate(records, 2).Select(row => new PrivateRecord(model.ToTokens(row.Text), SampleCorpus.Labels.ToList().IndexOf(row.Label)))];
        float[][] prompts = [.. SampleCorpus.Labels.Select(_ => new float[model.Encoder.Dimension])];
        var plan = new PrivacyPlan(records, Math.Max(1, records / BatchesPerEpoch), 1.5, 1, steps, 1e-3);
        Console.WriteLine(FormattableString.Invariant(
            $"parameters {model.Decoder.Config.ParameterCount / 1e6:F2}M  records {records}  expected batch {plan.ExpectedBatchSize}  {steps} steps  threads {get_num_threads()}"));
        Console.WriteLine("scope          ms/step  CPU ms/step");
        foreach (TrainableScope scope in options.Text("scope", "ClassPrompts,LowRank,Full").Split(',').Select(Enum.Parse<TrainableScope>))
        {
            using DecoderModel trained = model.Decoder.Clone();
            var settings = new DpTrainingOptions { Scope = scope, LearningRate = 1e-3, PhysicalBatchSize = options.Number("rows", 32) };
            using var process = Process.GetCurrentProcess();
            TimeSpan used = process.TotalProcessorTime;
            long start = Stopwatch.GetTimestamp();
            DpTrainer.Train(trained, rows, prompts, plan, settings);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            process.Refresh();
            Console.WriteLine(FormattableString.Invariant(
                $"{scope,-12} {elapsed.TotalMilliseconds / steps,9:F1} {(process.TotalProcessorTime - used).TotalMilliseconds / steps,12:F1}"));
        }

        int texts = options.Number("texts", 180);
        long begun = Stopwatch.GetTimestamp();
        WrittenText[] written = new CodeWriter(model).Write(Enumerable.Range(0, texts).Select(i => model.Codes[i]), 1, 100, 0.95, 1);
        Console.WriteLine(FormattableString.Invariant($"write {texts} texts: {Stopwatch.GetElapsedTime(begun).TotalSeconds:F2} s"));
        begun = Stopwatch.GetTimestamp();
        new SequenceScorer(model.Decoder).ScoreAll([.. written.Select(text => model.ToTokens(text.Text))], prompts);
        Console.WriteLine(FormattableString.Invariant($"score them under {prompts.Length} codes: {Stopwatch.GetElapsedTime(begun).TotalSeconds:F2} s"));
        return 0;
    }
}

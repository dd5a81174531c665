using System.Diagnostics;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;

namespace Fdkt.Bench;

/// <summary>Generated tokens per second by batch size.</summary>
internal static class GenerateBench
{
    public static int Run(string[] args)
    {
        var options = new BenchOptions(args);
        TorchRuntime.EnsureLoaded();
        int length = options.Number("length", 64);
        int prompt = options.Number("prompt", 0);
        DecoderConfig config = BenchModels.Config(options.Text("parameters", "2.5M"), length + prompt + 1);
        using var model = new DecoderModel(config, 1);
        if (prompt > 0)
        {
            return Shared(model, prompt, options.Number("shared", prompt * 3 / 4), length, options.Number("texts", 64), options.Number("repeats", 3));
        }

        var sampler = new TextSampler(model);
        Console.WriteLine(FormattableString.Invariant($"parameters {config.ParameterCount / 1e6:F2}M  {length} new tokens per text  top-k 50"));
        Console.WriteLine("batch  tokens/s  of batch 1");
        double single = 0;
        foreach (int batch in options.Numbers("batch", "1,4,16,64"))
        {
            int texts = Math.Max(batch * 2, 4);
            var settings = new SamplingOptions { EndToken = -1, Seed = 1, TopK = 50, MaximumNewTokens = length, BatchSize = batch };
            sampler.Generate(Requests(Math.Min(batch, 4)), settings);
            double best = 0;
            for (int r = 0; r < options.Number("repeats", 3); r++)
            {
                long start = Stopwatch.GetTimestamp();
                int tokens = sampler.Generate(Requests(texts), settings).Sum(t => t.Tokens.Count);
                best = Math.Max(best, tokens / Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            single = single == 0 ? best : single;
            Console.WriteLine(FormattableString.Invariant($"{batch,5} {best,9:F0} {best / single,11:F1}"));
        }

        return 0;
    }

    /// <summary>Few-shot prompts that begin alike, with the beginning read once and read for each.</summary>
    private static int Shared(DecoderModel model, int prompt, int shared, int length, int texts, int repeats)
    {
        GenerationRequest[] requests = [.. Enumerable.Range(0, texts).Select(i => new GenerationRequest(
            [.. Enumerable.Range(0, prompt).Select(t => t < shared ? 1 + (t % 97) : 1 + ((t + i) % 101))]))];
        Console.WriteLine(FormattableString.Invariant($"parameters {model.Config.ParameterCount / 1e6:F2}M  {texts} prompts of {prompt} tokens, {shared} of them shared  {length} new tokens per text"));
        Console.WriteLine("beginning   seconds  new tokens/s");
        foreach (bool once in (bool[])[false, true])
        {
            double best = double.PositiveInfinity;
            for (int r = 0; r < repeats; r++)
            {
                long start = Stopwatch.GetTimestamp();
                new TextSampler(model).Generate(requests, new SamplingOptions { EndToken = -1, Seed = 1, TopK = 50, MaximumNewTokens = length, BatchSize = 16, SharesBeginning = once });
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            Console.WriteLine(FormattableString.Invariant($"{(once ? "read once" : "for each"),-10} {best,8:F2} {texts * length / best,13:F0}"));
        }

        return 0;
    }

    private static GenerationRequest[] Requests(int count) => [.. Enumerable.Range(0, count).Select(i => new GenerationRequest([1 + i % 7]))];
}

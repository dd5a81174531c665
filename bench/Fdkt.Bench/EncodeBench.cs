using System.Diagnostics;
using System.Globalization;
using Fdkt.Learning.Encoders;
using Microsoft.ML.OnnxRuntime;

namespace Fdkt.Bench;

/// <summary>The built-in encoder against ONNX Runtime driven bare on the same batches of the same number of threads, and the cache of states.</summary>
internal static class EncodeBench
{
    // Common English words, so that a text has about as many tokens as words.
    private const string Words = "the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state people those too mr how little us good world very make year still see own work men day get here old life both between being under three never know same last another while us might great go come since against right came take used himself few house use place during high without again home around small however found went say part once general upon school every";

    /// <summary>Prints texts per second and the time of the cache. Returns 0.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new BenchOptions(args);
        int threads = options.Number("threads", Environment.ProcessorCount);
        int rounds = options.Number("repeats", 5);
        string[] texts = Texts(options.Number("texts", 1_000), options.Number("words", 45));
        using OnnxEncoder encoder = BuiltInEncoder.Load(BuiltInEncoder.File, threads);
        using InferenceSession bare = Bare();
        foreach (EncodingMode mode in Enum.GetValues<EncodingMode>())
        {
            int[][] ids = [.. texts.Select(encoder.Tokens)];
            int[][][] runs = [.. OnnxEncoder.RunsOf(ids, mode).Select(run => run.Select(i => ids[i]).ToArray())];
            var ratios = new List<double>();
            (double ours, double theirs) = (double.PositiveInfinity, double.PositiveInfinity);
            for (int round = 0; round < rounds; round++)
            {
                double bareSeconds = Time(() => Parallel.ForEach(runs, new ParallelOptions { MaxDegreeOfParallelism = threads }, run => Drive(bare, run)));
                long start = Stopwatch.GetTimestamp();
                await encoder.EncodeAsync(texts, mode, CancellationToken.None).ConfigureAwait(false);
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                (ours, theirs) = (Math.Min(ours, seconds), Math.Min(theirs, bareSeconds));
                ratios.Add(bareSeconds / seconds);
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{mode,-12} {runs.Length,6} runs  {ids.Average(text => text.Length),5:f1} tokens  encoder {texts.Length / ours,7:f1} texts/s  bare {texts.Length / theirs,7:f1} texts/s  ratio of pairs, median {ratios.Order().ElementAt(rounds / 2):f3}"));
        }

        await CacheAsync(options.Number("cached", 10_000), rounds).ConfigureAwait(false);
        return 0;
    }

    private static async Task CacheAsync(int count, int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("fdkt-bench-states-").FullName;
        try
        {
            string[] texts = [.. Enumerable.Range(0, count).Select(i => $"text number {i} {new string('x', 200)}")];
            var random = new RandomStates();
            double write = await CachedAsync(random, folder, texts).ConfigureAwait(false);
            double read = double.PositiveInfinity;
            for (int round = 0; round < rounds; round++)
            {
                read = Math.Min(read, await CachedAsync(random, folder, texts).ConfigureAwait(false));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cache: {count} states written in {write:f3} s, read back by a new cache in {read:f3} s; encoded again: {random.Encoded - count}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> CachedAsync(ITextEncoder inner, string folder, string[] texts)
    {
        long start = Stopwatch.GetTimestamp();
        using var cached = new CachedEncoder(inner, folder);
        await cached.EncodeAsync(texts, EncodingMode.Batched, CancellationToken.None).ConfigureAwait(false);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static string[] Texts(int count, int words)
    {
        string[] known = Words.Split(' ');
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => string.Join(' ', Enumerable.Range(0, random.Next(words / 2, (words * 3 / 2) + 1)).Select(_ => known[random.Next(known.Length)])))];
    }

    private static InferenceSession Bare()
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        return new InferenceSession(BuiltInEncoder.Read(BuiltInEncoder.File).Model, options);
    }

    private static void Drive(InferenceSession session, int[][] texts)
    {
        long[] ids = [.. texts.SelectMany(text => text.Select(id => (long)id))];
        long[] shape = [texts.Length, texts[0].Length];
        long[] ones = new long[ids.Length];
        Array.Fill(ones, 1);
        using OrtValue idValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using OrtValue maskValue = OrtValue.CreateTensorValueFromMemory(ones, shape);
        using OrtValue typeValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            run, new Dictionary<string, OrtValue> { ["input_ids"] = idValue, ["attention_mask"] = maskValue, ["token_type_ids"] = typeValue }, [session.OutputNames[0]]);
    }

    private static double Time(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>States without a model, so that the cache alone is timed.</summary>
    private sealed class RandomStates : ITextEncoder
    {
        private readonly Random _random = new(1);

        public int Encoded { get; private set; }

        public string Name => "random";

        public string Hash => new('0', 64);

        public int Dimension => 384;

        public bool StaysInProcess => true;

        public Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
        {
            Encoded += texts.Count;
            return Task.FromResult<float[][]>([.. texts.Select(_ => Enumerable.Range(0, Dimension).Select(_ => _random.NextSingle()).ToArray())]);
        }
    }
}

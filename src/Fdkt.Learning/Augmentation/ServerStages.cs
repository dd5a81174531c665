using System.Diagnostics;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>The server's part of a round: cluster, filter, prompt few-shot, generate, parse, deduplicate, check. Sees demonstrations only.</summary>
/// <param name="generator">The server's language model.</param>
/// <param name="labels">Names of the classes.</param>
/// <param name="domain">What the texts are, in words.</param>
/// <param name="clusterer">Clusters demonstrations for prompts. Not owned.</param>
/// <param name="judge">Tells by their states whether texts are of their class. Not owned.</param>
public sealed class ServerStages(ITextGenerator generator, IReadOnlyList<string> labels, string domain, ITextEncoder clusterer, ITextEncoder judge)
{
    private readonly PromptTask _task = new(domain, labels);

    /// <summary>Augments demonstrations.</summary>
    /// <param name="demos">At least one per class that is to be augmented.</param>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>New texts and the counts of the stages.</returns>
    /// <exception cref="ClassVanishedException">A class of the demonstrations has no text left.</exception>
    public async Task<AugmentationResult> AugmentAsync(IReadOnlyList<Example> demos, AugmentationOptions options, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(demos);
        ArgumentNullException.ThrowIfNull(options);
        var stages = new List<StageCount>();
        long start = Stopwatch.GetTimestamp();
        float[][] states = options.Filter ? await DemoClassifier.EncodeAsync(judge, demos, cancellationToken).ConfigureAwait(false) : [];
        int[] stayed = options.Filter ? DemoFilter.Apply(demos, states, labels.Count, options.Seed) : [.. Enumerable.Range(0, demos.Count)];
        Example[] kept = [.. stayed.Select(i => demos[i])];
        stages.Add(Count("filter demos", demos.Count, kept.Length, "contradicted by other demos", start));
        start = Stopwatch.GetTimestamp();
        int perLabel = (int)Math.Ceiling(options.TextsPerLabel * (options.Filter ? options.Oversampling : 1));
        IReadOnlyList<FewShotPrompt> prompts = await PromptBuilder.FewShotAsync(clusterer, kept, _task, perLabel, options, cancellationToken).ConfigureAwait(false);
        stages.Add(Count("cluster and prompt", kept.Length, kept.Length, string.Empty, start));
        var checks = new ReplyChecks(options.MinimumWords);
        checks.Exclude(demos);
        IReadOnlyList<Example> texts = await GenerateAsync(prompts, checks, options, stages, progress, cancellationToken).ConfigureAwait(false);
        double[] margins = new double[texts.Count];
        if (options.Filter && texts.Count > 0)
        {
            var classifier = DemoClassifier.Train([.. stayed.Select(i => states[i])], [.. kept.Select(demo => demo.Label)], labels.Count);
            margins = classifier.Margins(await DemoClassifier.EncodeAsync(judge, texts, cancellationToken).ConfigureAwait(false), [.. texts.Select(text => text.Label)]);
        }

        IReadOnlyList<Example> result = Select(texts, margins, options.TextsPerLabel, stages);
        return demos.Select(demo => demo.Label).Except(result.Select(text => text.Label)).ToArray() is [var vanished, ..]
            ? throw new ClassVanishedException(labels[vanished])
            : new AugmentationResult(result, stages);
    }

    /// <summary>The control without demonstrations: the names of the classes are all the model is told.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="progress">Told the number of finished texts; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>New texts and the counts of the stages.</returns>
    public async Task<AugmentationResult> ZeroShotAsync(AugmentationOptions options, Action<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var stages = new List<StageCount>();
        IReadOnlyList<FewShotPrompt> prompts = PromptBuilder.ZeroShot(_task, options.TextsPerLabel);
        return new AugmentationResult(
            await GenerateAsync(prompts, new ReplyChecks(options.MinimumWords), options, stages, progress, cancellationToken).ConfigureAwait(false), stages);
    }

    private async Task<IReadOnlyList<Example>> GenerateAsync(
        IReadOnlyList<FewShotPrompt> prompts, ReplyChecks checks, AugmentationOptions options, List<StageCount> stages, Action<int>? progress, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        var texts = new List<Example>();
        var dropped = new Dictionary<string, long>();
        long tokens = 0;
        int finished = 0, asked = 0;
        IReadOnlyList<FewShotPrompt> open = prompts;
        for (int attempt = 0; attempt <= options.Retries && open.Count > 0; attempt++)
        {
            var writing = new WritingOptions(options.Temperature, options.TopK, options.TopP, unchecked(options.Seed * 31 + attempt));
            IReadOnlyList<WrittenText> replies = await generator.GenerateAsync(open, writing, _ => progress?.Invoke(++finished), cancellationToken).ConfigureAwait(false);
            if (replies.Count != open.Count)
            {
                throw new InvalidOperationException($"The language model gave {replies.Count} replies to {open.Count} prompts.");
            }

            var again = new List<FewShotPrompt>();
            for (int i = 0; i < replies.Count; i++)
            {
                tokens += replies[i].Tokens;
                if (checks.Refuse(replies[i]) is { } reason)
                {
                    dropped[reason] = dropped.GetValueOrDefault(reason) + 1;
                    again.Add(open[i]);
                }
                else
                {
                    texts.Add(new Example(replies[i].Text, open[i].Label));
                }
            }

            asked += open.Count;
            open = again;
        }

        stages.Add(new StageCount("generate and parse", asked, texts.Count, dropped, Stopwatch.GetElapsedTime(start).TotalSeconds, tokens));
        return texts;
    }

    /// <summary>
    /// Keeps texts whose class the demonstrations, taken together, agree with: as many per class as wanted, in the order they were written.
    /// Taking the clearest first would leave only texts that look alike.
    /// </summary>
    private static List<Example> Select(IReadOnlyList<Example> texts, double[] margins, int perLabel, List<StageCount> stages)
    {
        long start = Stopwatch.GetTimestamp();
        var kept = new List<Example>();
        long doubted = 0, surplus = 0;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, texts.Count).GroupBy(i => texts[i].Label).OrderBy(group => group.Key))
        {
            int[] all = [.. group];
            int[] agreed = [.. all.Where(i => margins[i] >= 0)];
            if (agreed.Length == 0)
            {
                agreed = [all.MaxBy(i => margins[i])];
            }

            kept.AddRange(agreed.Take(perLabel).Select(i => texts[i]));
            doubted += all.Length - agreed.Length;
            surplus += Math.Max(0, agreed.Length - perLabel);
        }

        stages.Add(new StageCount("check class", texts.Count, kept.Count, Reasons(("class in doubt", doubted), ("surplus", surplus)), Stopwatch.GetElapsedTime(start).TotalSeconds, 0));
        return kept;
    }

    private static StageCount Count(string name, int taken, int kept, string reason, long start) =>
        new(name, taken, kept, Reasons((reason, taken - kept)), Stopwatch.GetElapsedTime(start).TotalSeconds, 0);

    private static Dictionary<string, long> Reasons(params (string Reason, long Count)[] reasons) =>
        reasons.Where(pair => pair.Count > 0).ToDictionary(pair => pair.Reason, pair => pair.Count);
}

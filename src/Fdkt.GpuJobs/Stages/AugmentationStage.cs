using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>The server's part: demonstrations in, texts to train on out. Knows no private row.</summary>
/// <param name="model">The public model. Not owned.</param>
/// <param name="generator">The server's language model; null takes the public model.</param>
/// <param name="labels">Names of the classes.</param>
/// <param name="domain">What the texts are, in words.</param>
/// <param name="section">How much is written, and how.</param>
/// <param name="progress">Told of the stage.</param>
/// <param name="embedder">What clusters demonstrations; null takes the public model's encoder.</param>
public sealed class AugmentationStage(
    PublicModel model, ITextGenerator? generator, IReadOnlyList<string> labels, string domain, AugmentationSection section, IRunProgress progress, ITextEncoder? embedder = null)
{
    private readonly MeteredGenerator _generator = new(generator ?? new PublicModelGenerator(model));

    /// <summary>The text that a method trains on before the private rows.</summary>
    /// <param name="method">The method.</param>
    /// <param name="demos">Its demonstrations. Only <see cref="Comparison.NonPrivateDemos"/>, which is never released, may come with private rows.</param>
    /// <param name="seed">Of clusters, prompts and sampling.</param>
    /// <param name="title">What the stage belongs to, for people.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The texts; none where the method takes none.</returns>
    /// <exception cref="ClassVanishedException">A class of the demonstrations has no text left.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Comparison.NonPrivateDemos"/> with a model outside this process: private rows would leave it.</exception>
    public Task<AugmentedTexts> RunAsync(Comparison method, IReadOnlyList<Example> demos, int seed, string title, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(demos);
        if (method == Comparison.NonPrivateDemos && (!_generator.StaysInProcess || embedder is { StaysInProcess: false }))
        {
            throw new InvalidOperationException("Private rows are shown to no model outside this process.");
        }

        AugmentationOptions options = RoundOptions.Augmentation(section, labels.Count, seed);
        return method switch
        {
            Comparison.PrivateOnly or Comparison.PublicFeatures => Task.FromResult(new AugmentedTexts([], [])),
            Comparison.DemosOnly => Task.FromResult(new AugmentedTexts(demos, [])),
            Comparison.ZeroShot => ZeroShotAsync(options, title, cancellationToken),
            Comparison.SelfTraining => UnpromptedAsync(options, title, cancellationToken),
            Comparison.NoFilter => AugmentAsync(method, demos, options with { Filter = false }, title, cancellationToken),
            Comparison.Fdkt or Comparison.NonPrivateDemos => AugmentAsync(method, demos, options, title, cancellationToken),
            Comparison.RandomClassDemos => AugmentAsync(method, RandomClasses(demos, seed), options, title, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, "Unknown method."),
        };
    }

    private async Task<AugmentedTexts> AugmentAsync(Comparison method, IReadOnlyList<Example> demos, AugmentationOptions options, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = Stage(method, title, options.TextsPerLabel * (options.Filter ? options.Oversampling : 1));
        AugmentationResult result = await TensorWork.RunAsync(
            () => Server().AugmentAsync(demos, options, done => stage.Report(done), cancellationToken), cancellationToken).ConfigureAwait(false);
        return Complete(stage, result);
    }

    private async Task<AugmentedTexts> ZeroShotAsync(AugmentationOptions options, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = Stage(Comparison.ZeroShot, title, options.TextsPerLabel);
        AugmentationResult result = await TensorWork.RunAsync(
            () => Server().ZeroShotAsync(options, done => stage.Report(done), cancellationToken), cancellationToken).ConfigureAwait(false);
        return Complete(stage, result);
    }

    /// <summary>Text of the public model without any prompt; the class is a placeholder that the client's own labels replace.</summary>
    private async Task<AugmentedTexts> UnpromptedAsync(AugmentationOptions options, string title, CancellationToken cancellationToken)
    {
        using IStageProgress stage = Stage(Comparison.SelfTraining, title, options.TextsPerLabel);
        int count = options.TextsPerLabel * labels.Count;
        WrittenText[] texts = await TensorWork.RunAsync(
            () => new CodeWriter(model).Write(
                Enumerable.Repeat(new float[model.Encoder.Dimension], count), options.Temperature, options.TopK, options.TopP, options.Seed, done => stage.Report(done), cancellationToken),
            cancellationToken).ConfigureAwait(false);
        stage.Complete($"{texts.Length} texts");
        return new AugmentedTexts([.. texts.Where(text => text.Text.Length > 0).Select(text => new Example(text.Text, 0))], []);
    }

    private ServerStages Server() => new(_generator, labels, domain, embedder ?? new WordVectorEncoder(model.Encoder), new WordVectorEncoder(model.Encoder));

    private IStageProgress Stage(Comparison method, string title, double perLabel) =>
        progress.StartStage($"{title}: write texts, {ComparisonTitles.Of(method)}", (long)Math.Ceiling(perLabel) * labels.Count, "texts");

    private static AugmentedTexts Complete(IStageProgress stage, AugmentationResult result)
    {
        stage.Complete($"{result.Texts.Count} texts");
        return new AugmentedTexts(result.Texts, [.. result.Stages.Select(StageCounts.Report)]);
    }

    private static Example[] RandomClasses(IReadOnlyList<Example> demos, int seed)
    {
        int[] classes = [.. demos.Select(demo => demo.Label)];
        new Random(seed).Shuffle(classes);
        return [.. demos.Select((demo, i) => demo with { Label = classes[i] })];
    }
}

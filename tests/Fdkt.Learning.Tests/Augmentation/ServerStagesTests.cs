using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;
using Fdkt.Learning.Tests.PublicModels;

namespace Fdkt.Learning.Tests.Augmentation;

public sealed class ServerStagesTests
{
    private static readonly string[] Labels = ["sport", "money", "space"];
    private static readonly AugmentationOptions Options = new() { TextsPerLabel = 6, Oversampling = 2, MinimumWords = 3, Retries = 1, Seed = 4 };
    private static readonly WordVectorEncoder Words = new(SmallModel.Shared.Encoder);
    private readonly Random _random = new(9);

    [Fact]
    public async Task AugmentAsync_GoodReplies_GivesTheWantedNumberPerClassAndCountsThatAddUp()
    {
        var generator = new ScriptedGenerator((prompt, _) => TopicTexts.Sentence(prompt.Label, _random));

        AugmentationResult result = await Augment(generator, TopicTexts.Rows(60, 2), Options);

        Assert.All(result.Texts.CountBy(text => text.Label), pair => Assert.InRange(pair.Value, 1, 6));
        Assert.Equal([0, 1, 2], result.Texts.Select(text => text.Label).Distinct().Order());
        AssertCounts(result);
        Assert.All(generator.Calls[0].CountBy(prompt => prompt.Label), pair => Assert.Equal(12, pair.Value));
    }

    [Fact]
    public async Task AugmentAsync_Embedder_DecidesWhichDemosShareAPrompt()
    {
        Example[] demos = TopicTexts.Rows(48, 2);
        var generator = new ScriptedGenerator((prompt, _) => TopicTexts.Sentence(prompt.Label, _random));
        // Two kinds of texts that nothing but this embedder can tell apart.
        var embedder = new ScriptedEmbedder(text => Array.FindIndex(demos, demo => demo.Text == text) % 2 == 0 ? [1, 0] : [0, 1]);

        await new ServerStages(generator, Labels, "news", embedder, Words)
            .AugmentAsync(demos, Options with { Filter = false, SamplesPerCluster = 8 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(demos.Select(demo => demo.Text).Order(StringComparer.Ordinal), embedder.Texts.Order(StringComparer.Ordinal));
        Assert.All(generator.Calls[0], prompt => Assert.Single(prompt.Shots.Select(shot => Array.FindIndex(demos, demo => demo.Text == shot) % 2).Distinct()));
    }

    [Fact]
    public async Task AugmentAsync_UnevenDemos_AsksTheSameOfEveryClass()
    {
        Example[] demos = [.. TopicTexts.Rows(60, 2).Where(row => row.Label != 2), TopicTexts.Rows(3, 5)[2]];
        var generator = new ScriptedGenerator((prompt, _) => TopicTexts.Sentence(prompt.Label, _random));

        AugmentationResult result = await Augment(generator, demos, Options with { Filter = false });

        Assert.Equal([(0, 6), (1, 6), (2, 6)], generator.Calls[0].CountBy(prompt => prompt.Label).Select(pair => (pair.Key, pair.Value)));
        Assert.All(generator.Calls[0], prompt => Assert.All(prompt.Shots, shot => Assert.Contains(new Example(shot, prompt.Label), demos)));
        Assert.All(generator.Calls[0], prompt => Assert.Equal(prompt.Label == 2 ? 1 : 2, prompt.Shots.Distinct().Count()));
        AssertCounts(result);
    }

    [Fact]
    public async Task AugmentAsync_BadReplies_AreDroppedByReasonAndAskedAgainOnce()
    {
        Example[] demos = TopicTexts.Rows(30, 2);
        var generator = new ScriptedGenerator((prompt, i) => (i % 6) switch
        {
            0 => string.Empty,
            5 => "!refused",
            1 => "two words",
            2 => "The SAME text, always!",
            3 => demos[0].Text.ToUpperInvariant(),
            _ => TopicTexts.Sentence(prompt.Label, _random),
        });

        AugmentationResult result = await Augment(generator, demos, Options);

        StageCount generated = result.Stages.Single(stage => stage.Name == "generate and parse");
        Assert.Equal(2, generator.Calls.Count);
        Assert.Equal([(0.9, 100, 0.95), (0.9, 100, 0.95)], generator.Options.Select(options => (options.Temperature, options.TopK, options.TopP)));
        Assert.NotEqual(generator.Options[0].Seed, generator.Options[1].Seed);
        Assert.Equal(["duplicate", "empty", "refused", "too short"], generated.Dropped.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(generator.Calls.Sum(call => call.Count), generated.In);
        Assert.Equal(3 * generated.In, generated.Tokens);
        Assert.DoesNotContain(demos[0].Text.ToUpperInvariant(), result.Texts.Select(text => text.Text));
        AssertCounts(result);
    }

    [Fact]
    public async Task AugmentAsync_ClassWithoutUsableReply_NamesTheClass()
    {
        var generator = new ScriptedGenerator((prompt, _) => prompt.Label == 1 ? "short" : TopicTexts.Sentence(prompt.Label, _random));

        ClassVanishedException error = await Assert.ThrowsAsync<ClassVanishedException>(() => Augment(generator, TopicTexts.Rows(30, 2), Options with { Retries = 3 }));

        Assert.Equal("money", error.Label);
        Assert.Equal(4, generator.Calls.Count);
    }

    [Fact]
    public async Task AugmentAsync_FewerRepliesThanPrompts_IsRefused()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Augment(new SilentGenerator(), TopicTexts.Rows(30, 2), Options));
    }

    [Fact]
    public async Task ZeroShotAsync_AsksWithNamesAloneAndCountsAddUp()
    {
        var generator = new ScriptedGenerator((prompt, _) => TopicTexts.Sentence(prompt.Label, _random));

        AugmentationResult result = await new ServerStages(generator, Labels, "news", Words, Words).ZeroShotAsync(Options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(generator.Calls[0], prompt => Assert.Empty(prompt.Shots));
        Assert.Contains(generator.Calls[0], prompt => prompt.Instruction == "news: space");
        AssertCounts(result);
    }

    [Fact]
    public async Task AugmentAsync_PublicModel_WritesTextOfEveryClass()
    {
        var generator = new PublicModelGenerator(SmallModel.Shared);

        AugmentationResult result = await Augment(generator, TopicTexts.Rows(30, 2), Options with { MinimumWords = 1 });

        Assert.Equal([0, 1, 2], result.Texts.Select(text => text.Label).Distinct().Order());
    }

    [Fact]
    public void Apply_DemosOfWrongClass_AreDroppedAndEveryClassKeepsAFifth()
    {
        Example[] demos = [.. TopicTexts.Rows(90, 3), .. TopicTexts.Rows(9, 4).Select(row => row with { Label = (row.Label + 1) % 3 })];

        IReadOnlyList<Example> kept = Filtered(demos);

        Assert.True(kept.Count(demo => demos.Take(90).Contains(demo)) >= 80);
        Assert.True(kept.Count(demo => demos.Skip(90).Contains(demo)) <= 3);
        IReadOnlyList<Example> hostile = Filtered([.. TopicTexts.Rows(60, 3).Select((row, i) => row with { Label = i / 3 % 3 })]);
        Assert.All(hostile.CountBy(demo => demo.Label), pair => Assert.True(pair.Value >= 4));
        Assert.Equal(3, hostile.Select(demo => demo.Label).Distinct().Count());
    }

    private static IReadOnlyList<Example> Filtered(Example[] demos) =>
        [.. DemoFilter.Apply(demos, SmallModel.Shared.Encoder.EncodeAll([.. demos.Select(demo => demo.Text)]), 3, 1).Select(i => demos[i])];

    [Fact]
    public void Apply_ClientFilter_KeepsTextsOfTheirClassAndLikelyOnes()
    {
        var filter = new ClientFilter(SmallModel.Shared, TopicTexts.Rows(60, 8), 3);
        Example[] right = TopicTexts.Rows(30, 5);
        Example[] wrong = [.. TopicTexts.Rows(30, 6).Select(row => row with { Label = (row.Label + 1) % 3 })];

        Assert.True(filter.Apply(right, 0.5).Count >= 28);
        Assert.True(filter.Apply(wrong, 0.5).Count <= 2);
        Assert.Equal(wrong, filter.Apply(wrong, 0));
    }

    [Fact]
    public void Apply_ClientWithoutAClass_StillAnswers()
    {
        var filter = new ClientFilter(SmallModel.Shared, [.. TopicTexts.Rows(60, 8).Where(row => row.Label == 0)], 3);

        Assert.All(filter.Predict(["goal team", "unknownword"]), row => Assert.Equal(1, row.Sum(), 9));
    }

    private static Task<AugmentationResult> Augment(ITextGenerator generator, IReadOnlyList<Example> demos, AugmentationOptions options) =>
        new ServerStages(generator, Labels, "news", Words, Words).AugmentAsync(demos, options, cancellationToken: TestContext.Current.CancellationToken);

    private static void AssertCounts(AugmentationResult result) => Assert.All(result.Stages, stage =>
    {
        Assert.Equal(stage.In - stage.Kept, stage.Dropped.Values.Sum());
        Assert.All(stage.Dropped.Values, count => Assert.True(count > 0));
    });

    private sealed class SilentGenerator : ITextGenerator
    {
        public bool StaysInProcess => true;

        public Task<IReadOnlyList<Fdkt.Learning.PublicModels.WrittenText>> GenerateAsync(
            IReadOnlyList<FewShotPrompt> prompts, WritingOptions options, Action<int>? progress, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fdkt.Learning.PublicModels.WrittenText>>([]);
    }
}

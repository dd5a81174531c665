using System.Text.RegularExpressions;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Sequences;
using Fdkt.ServerModels.Tests.Endpoint;

namespace Fdkt.ServerModels.Tests.Sequences;

public sealed class SequenceGeneratorTests
{
    private static readonly WritingOptions Options = new(0.8, 40, 0.9, 3);

    [Theory]
    [InlineData(1, 64)]
    [InlineData(4, 64)]
    [InlineData(4, 100_000)]
    [InlineData(50, 700)]
    public async Task GenerateAsync_RepliesOfManyLengths_StandAtTheirPromptsWhateverTheBatch(int sequences, int batch)
    {
        var model = new ScriptedModel(Reply, batch);
        using var generator = new SequenceGenerator(model, "scripted", PromptTemplate.Default, sequences, 200);
        var progress = new List<int>();

        IReadOnlyList<WrittenText> replies = await generator.GenerateAsync(EndpointFixture.Prompts(23), Options, progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 23).Select(Expected), replies.Select(reply => reply.Text));
        Assert.All(replies, reply => Assert.True(reply.Complete));
        Assert.Equal(Math.Min(sequences, 23), model.MostAtATime);
        Assert.Equal(0, model.Open);
        Assert.Equal(Enumerable.Range(1, 23), progress);
        Assert.Equal(replies.Sum(reply => reply.Tokens), generator.Usage.OutputTokens);
        Assert.Equal((23, 23), (generator.Usage.Requests, generator.Usage.Answers));
        Assert.Equal(23, model.Options.Select(options => options.Seed).Distinct().Count());
    }

    [Fact]
    public async Task GenerateAsync_PlaceThatGetsFree_IsTakenAtOnce()
    {
        // One long reply beside short ones: in groups the short ones would wait for it three times.
        var model = new ScriptedModel(prompt => prompt.Contains("demonstration 0\"", StringComparison.Ordinal) ? $"{{\"text\":\"{new string('a', 150)}\"}}" : "{\"text\":\"short\"}", 100_000);
        using var generator = new SequenceGenerator(model, "scripted", PromptTemplate.Default, 2, 500);

        await generator.GenerateAsync(EndpointFixture.Prompts(10), Options, null, TestContext.Current.CancellationToken);

        Assert.InRange(model.Inferences, 150, 9 * 18);
    }

    [Fact]
    public async Task GenerateAsync_ReplyOverTheLimit_IsCutAndCounted()
    {
        using var generator = new SequenceGenerator(new ScriptedModel(_ => $"{{\"text\":\"{new string('a', 500)}\"}}"), "scripted", PromptTemplate.Default, 4, 40);

        IReadOnlyList<WrittenText> replies = await generator.GenerateAsync(EndpointFixture.Prompts(3), Options, null, TestContext.Current.CancellationToken);

        Assert.All(replies, reply => Assert.Equal(WrittenText.None(ReplyFormat.CutShort, 40), reply));
    }

    [Fact]
    public async Task GenerateAsync_PromptThatLeavesNoRoom_IsCountedAndTheOthersGoOn()
    {
        FewShotPrompt[] prompts = EndpointFixture.Prompts(4);
        prompts[2] = prompts[2] with { Shots = [new string('x', 2_000)] };
        var model = new ScriptedModel(_ => "{\"text\":\"fine\"}", contextLength: 1_500);
        using var generator = new SequenceGenerator(model, "scripted", PromptTemplate.Default, 4, 10_000);

        IReadOnlyList<WrittenText> replies = await generator.GenerateAsync(prompts, Options, null, TestContext.Current.CancellationToken);

        Assert.Equal([null, null, EndpointGenerator.PromptTooLong, null], replies.Select(reply => reply.Dropped));
        Assert.Equal(3, generator.Usage.Requests);
    }

    [Fact]
    public async Task GenerateAsync_ModelWithoutChatFormat_GetsThePlainWords()
    {
        var prompts = new List<string>();
        var model = new ScriptedModel(prompt =>
        {
            prompts.Add(prompt);
            return "{\"text\":\"fine\"}";
        })
        { HasFormat = false };
        using var generator = new SequenceGenerator(model, "scripted", PromptTemplate.Default, 4, 100);

        await generator.GenerateAsync(EndpointFixture.Prompts(1), Options, null, TestContext.Current.CancellationToken);

        Assert.StartsWith("You write training texts", Assert.Single(prompts), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_LeavesNoSequenceOpen()
    {
        using var stop = new CancellationTokenSource();
        var model = new ScriptedModel(Reply);
        using var generator = new SequenceGenerator(model, "scripted", PromptTemplate.Default, 4, 200);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => generator.GenerateAsync(EndpointFixture.Prompts(20), Options, done => stop.Cancel(), stop.Token));

        Assert.Equal(0, model.Open);
        Assert.NotEqual(0, model.Inferences);
    }

    [Fact]
    public async Task GenerateAsync_TwoSeedsAtATime_TakeTurns()
    {
        var model = new ScriptedModel(Reply);
        using var generator = new SequenceGenerator(model, "scripted", PromptTemplate.Default, 4, 200);

        IReadOnlyList<WrittenText>[] replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(seed =>
            Task.Run(() => generator.GenerateAsync(EndpointFixture.Prompts(9), Options with { Seed = seed }, null, TestContext.Current.CancellationToken))));

        Assert.All(replies, seed => Assert.Equal(Enumerable.Range(0, 9).Select(Expected), seed.Select(reply => reply.Text)));
        Assert.InRange(model.MostAtATime, 1, 4);
    }

    [Fact]
    public void Dispose_Generator_DisposesTheModel()
    {
        var model = new ScriptedModel(Reply);

        new SequenceGenerator(model, "scripted", PromptTemplate.Default, 1, 20).Dispose();

        Assert.True(model.IsDisposed);
    }

    private static string Reply(string prompt) => $"{{\"text\":\"{Expected(int.Parse(Regex.Match(prompt, @"demonstration (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))}\"}}";

    private static string Expected(int i) => $"Texts about {i} é{string.Concat(Enumerable.Repeat(" word", i % 7))}.";
}

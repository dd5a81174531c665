using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Generation;

public sealed class TextSamplerTests
{
    private static readonly SamplingOptions Options = new() { EndToken = 0, Seed = 4, MaximumNewTokens = 15, BatchSize = 4 };

    [Fact]
    public void Generate_MoreRequestsThanSlots_AnswersAllInOrder()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        GenerationRequest[] requests = Requests(23);
        var seen = new List<int>();

        IReadOnlyList<GeneratedText> texts = new TextSampler(model).Generate(requests, Options, t => seen.Add(t.Index), TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 23), texts.Select(t => t.Index));
        Assert.Equal(Enumerable.Range(0, 23), seen.Order());
        Assert.All(texts, t => Assert.InRange(t.Tokens.Count, 0, 15));
        Assert.All(texts, t => Assert.DoesNotContain(0, t.Tokens));
        Assert.Contains(texts, t => t.Ended);
    }

    [Theory]
    [InlineData(PositionKind.Rotary, 2, 17)]
    [InlineData(PositionKind.Rotary, 4, 40)]
    [InlineData(PositionKind.Learned, 4, 40)]
    public void Generate_PromptsWithOneBeginning_GivesWhatItGivesWithoutSharing(PositionKind positions, int keyValueHeads, int beginning)
    {
        DecoderConfig config = DecoderSamples.Config() with { ConditioningSize = 0, PrefixLength = 0, MaximumLength = 90, Positions = positions, HeadCount = 4, KeyValueHeadCount = keyValueHeads };
        using DecoderModel model = DecoderSamples.Model(config, ScalarType.Float32);
        var random = new Random(2);
        int[] common = [.. Enumerable.Range(0, beginning).Select(_ => random.Next(config.VocabularySize))];
        // Refills come while other texts run, and prompts differ in length.
        GenerationRequest[] requests = [.. Enumerable.Range(0, 13).Select(i => new GenerationRequest([.. common, i % 5, .. Enumerable.Repeat(3, i % 4)]))];
        Assert.Equal(beginning, SharedPrefix.LengthOf(config, requests));

        IReadOnlyList<GeneratedText> shared = new TextSampler(model).Generate(requests, Options, cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<GeneratedText> apart = new TextSampler(model).Generate(requests, Options with { SharesBeginning = false }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(apart.Select(text => text.Tokens), shared.Select(text => text.Tokens));
        Assert.All(apart.Zip(shared), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-4));
    }

    [Theory]
    [InlineData(0, 0)] // One of the prompts is the beginning itself: it needs a token of its own.
    [InlineData(8, 0)]
    [InlineData(40, 39)]
    public void LengthOf_APromptThatEndsWithTheBeginning_LeavesItATokenOfItsOwn(int beginning, int shared)
    {
        DecoderConfig config = DecoderSamples.Config() with { ConditioningSize = 0, PrefixLength = 0, MaximumLength = 90 };
        int[] common = [.. Enumerable.Repeat(1, Math.Max(1, beginning))];

        Assert.Equal(shared, SharedPrefix.LengthOf(config, [new GenerationRequest(common), new GenerationRequest([.. common, 2])]));
        Assert.Equal(0, SharedPrefix.LengthOf(config with { ConditioningSize = 4, PrefixLength = 1 }, [new GenerationRequest(common), new GenerationRequest([.. common, 2])]));
    }

    [Fact]
    public void Generate_EndsAfter_EndsTextsWhereItSaysSo()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);

        IReadOnlyList<GeneratedText> texts = new TextSampler(model).Generate(
            Requests(9), Options with { EndToken = -1, EndsAfter = tokens => tokens.Count == 3 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(texts, text => Assert.Equal((3, true), (text.Tokens.Count, text.Ended)));
    }

    [Theory]
    [InlineData(PositionKind.Rotary)]
    [InlineData(PositionKind.Learned)] // Rows whose text has ended stay inside the positions, too.
    public void Generate_LogProbability_IsWhatTheScorerFinds(PositionKind positions)
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config() with { Positions = positions }, ScalarType.Float32);
        GenerationRequest[] requests = [.. Requests(9).Select(r => r with { Prompt = [1] })];

        IReadOnlyList<GeneratedText> texts = new TextSampler(model).Generate(
            requests, Options with { TopK = 5, Temperature = 0.7 }, cancellationToken: TestContext.Current.CancellationToken);
        double[] scores = new SequenceScorer(model, 4).Score(
            [.. texts.Select(t => (int[])[1, .. t.Tokens, .. t.Ended ? [0] : Array.Empty<int>()])],
            [.. requests.Select(r => r.Code!)],
            TestContext.Current.CancellationToken);

        for (int i = 0; i < texts.Count; i++)
        {
            Assert.Equal(scores[i], texts[i].LogProbability, 1e-3);
        }
    }

    [Fact]
    public void Generate_ZeroTemperature_FollowsTheMostLikelyToken()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        GenerationRequest request = Requests(1)[0];

        GeneratedText text = new TextSampler(model).Generate(
            [request], Options with { Temperature = 0, EndToken = -1, MaximumNewTokens = 5 }, cancellationToken: TestContext.Current.CancellationToken)[0];

        List<int> expected = [.. request.Prompt];
        for (int i = 0; i < 5; i++)
        {
            using Tensor tokens = TokenBatch.Pad([[.. expected]], 24, 1);
            using Tensor codes = TokenBatch.Conditioning([request.Code!]);
            using Tensor logits = model.Forward(tokens, codes);
            expected.Add((int)logits[0, -1].argmax().item<long>());
        }

        Assert.Equal(expected.Skip(request.Prompt.Count), text.Tokens);
    }

    [Fact]
    public void Generate_SameSeed_GivesSameTexts()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);

        IReadOnlyList<GeneratedText> first = new TextSampler(model).Generate(Requests(9), Options, cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<GeneratedText> second = new TextSampler(model).Generate(Requests(9), Options, cancellationToken: TestContext.Current.CancellationToken);
        IReadOnlyList<GeneratedText> third = new TextSampler(model).Generate(Requests(9), Options with { Seed = 5 }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(first.SelectMany(t => t.Tokens), second.SelectMany(t => t.Tokens));
        Assert.NotEqual(first.SelectMany(t => t.Tokens), third.SelectMany(t => t.Tokens));
    }

    [Fact]
    public void Generate_ForbiddenTokens_NeverAppear()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        SamplingOptions options = Options with { ForbiddenTokens = [.. Enumerable.Range(5, 18)], EndToken = -1 };

        IReadOnlyList<GeneratedText> texts = new TextSampler(model).Generate(Requests(8), options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(texts.SelectMany(t => t.Tokens), t => Assert.InRange(t, 0, 4));
    }

    [Theory]
    [InlineData(3, 1.0, 3)]
    [InlineData(0, 0.6, 2)]
    [InlineData(0, 1e-9, 1)]
    [InlineData(2, 0.99, 2)]
    public void Draw_TopKOrTopP_DrawsFromTheHeadOnly(int topK, double topP, int kept)
    {
        TokenSamplerSetup();
        using var sampler = new TokenSampler(Options with { TopK = topK, TopP = topP }, CPU);
        using Tensor logits = tensor(new[] { .1f, .5f, .05f, .3f, .05f }).log().unsqueeze(0).expand(2000, 5);
        int[] order = [1, 3, 0];

        (long[] tokens, double[] logProbabilities) = sampler.Draw(logits);

        Assert.Equal(order[..kept].Order().Select(t => (long)t), tokens.Distinct().Order());
        Assert.Equal(Math.Log(.5), logProbabilities[Array.IndexOf(tokens, 1L)], 1e-5);
        double share = tokens.Count(t => t == 1) / 2000.0;
        double expected = .5 / order[..kept].Sum(i => new[] { .1, .5, .05, .3, .05 }[i]);
        Assert.InRange(share, expected - .05, expected + .05);
    }

    [Fact]
    public void ScoreAll_OwnCode_EqualsTheLoss()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config());
        int[][] texts = DecoderSamples.Texts(7, 9, 23, 2);
        float[][] codes = DecoderSamples.Codes(3, 5, 1);

        double[,] scores = new SequenceScorer(model, 3).ScoreAll(texts, codes, TestContext.Current.CancellationToken);

        for (int c = 0; c < 3; c++)
        {
            using Tensor tokens = TokenBatch.Pad(texts, 24);
            using Tensor conditioning = TokenBatch.Conditioning([.. Enumerable.Repeat(codes[c], 7)], ScalarType.Float64);
            using Tensor loss = model.Loss(tokens, conditioning);
            for (int i = 0; i < 7; i++)
            {
                Assert.Equal(-loss[i].item<double>(), scores[i, c], 1e-8);
            }
        }
    }

    [Fact]
    public void Generate_CodeOfWrongSize_Throws()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);

        Assert.Throws<ArgumentException>(() => new TextSampler(model).Generate(
            [new GenerationRequest([1], [1, 2])], Options, cancellationToken: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Generate_ManyTexts_LeavesNoTensorBehind()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        new TextSampler(model).Generate(Requests(9), Options, cancellationToken: TestContext.Current.CancellationToken);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        new TextSampler(model).Generate(Requests(20), Options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static void TokenSamplerSetup() => DecoderSamples.Config();

    private static GenerationRequest[] Requests(int count)
    {
        float[][] codes = DecoderSamples.Codes(count, 5, 9);
        return [.. codes.Select((code, i) => new GenerationRequest([1, .. Enumerable.Range(2, i % 3)], code))];
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>One thing out of place among things that are right.</summary>
public sealed class DpTrainerChecksTests
{
    private static readonly PrivacyPlan Plan = new(10, 5, 1, 1, 1, 1e-2);
    private static readonly DpTrainingOptions Options = new() { Optimizer = DpOptimizerKind.Sgd, LearningRate = 1e-9 };

    static DpTrainerChecksTests() => TorchRuntime.EnsureLoaded();

    [Fact]
    public void Train_EverythingRight_Trains() => Assert.Equal(1, Train(Records(), Prompts()).Steps);

    [Fact]
    public void Train_ArgumentMissing_IsNamed()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);

        Assert.Equal("model", Assert.Throws<ArgumentNullException>(() => Call(null!, Records(), Prompts(), Plan, Options)).ParamName);
        Assert.Equal("records", Assert.Throws<ArgumentNullException>(() => Call(model, null!, Prompts(), Plan, Options)).ParamName);
        Assert.Equal("prompts", Assert.Throws<ArgumentNullException>(() => Call(model, Records(), null!, Plan, Options)).ParamName);
        Assert.Equal("plan", Assert.Throws<ArgumentNullException>(() => Call(model, Records(), Prompts(), null!, Options)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => Call(model, Records(), Prompts(), Plan, null!)).ParamName);
    }

    [Fact]
    public void Train_OneRecordOrCodeOutOfPlace_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Train(Records(new PrivateRecord([1, 100_000, 2], 0)), Prompts()));
        Assert.Throws<ArgumentException>(() => Train(Records(new PrivateRecord([1, -1, 2], 0)), Prompts()));
        Assert.Throws<ArgumentException>(() => Train(Records(new PrivateRecord([1, 2], 2)), Prompts()));
        Assert.Throws<ArgumentException>(() => Train(Records(new PrivateRecord([1, 2], -1)), Prompts()));
        Assert.Throws<ArgumentException>(() => Train(Records(), [Prompts()[0], [.. Prompts()[1], 1f]]));
        Assert.Throws<ArgumentException>(() => Train(Records(), [Prompts()[0], [float.NaN, .. Prompts()[1][1..]]]));
        Assert.Throws<ArgumentException>(() => Train(Records(), []));
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        Assert.Throws<ArgumentException>(() => Call(model, Records(), Prompts(), Plan, Options with { PhysicalBatchSize = 0 }));
        int last = DecoderSamples.Config().VocabularySize - 1;
        Assert.Equal(1, Train(Records(new PrivateRecord([0, last], 1)), Prompts()).Steps);
    }

    // What a step leaves behind in the sum would let a record count more often than the plan says.
    [Fact]
    public void Train_TwoSteps_MoveTwiceAsFarAsOne()
    {
        double Moved(int steps)
        {
            using var model = new DecoderModel(DecoderSamples.Config(), 1);
            var everyone = new PrivacyPlan(10, 10, 1e-12, 1e-3, steps, 1e-2);
            float[][] prompts = Call(model, Records(), Prompts(), everyone, Options with { LearningRate = 10, Momentum = 0 }).ClassPrompts.ToArray();
            return Math.Sqrt(prompts.SelectMany(prompt => prompt).Zip(Prompts().SelectMany(prompt => prompt), (after, before) => Math.Pow(after - before, 2)).Sum());
        }

        Assert.InRange(Moved(2) / Moved(1), 1.98, 2.02);
    }

    [Fact]
    public void Create_Adapters_BeginAtRandomDownAndZeroUp()
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1, ScalarType.Float64);
        using var parameters = new TrainableParameters(model, TrainableScope.LowRank, Prompts(), 4, 0.7, 1);

        Assert.NotEmpty(parameters.Adapters);
        Assert.All(parameters.Adapters, adapter =>
        {
            using Tensor down = adapter.Down.std().mul(Math.Sqrt(adapter.Down.shape[1])), up = adapter.Up.abs().max();
            Assert.InRange(down.item<double>(), 0.5, 1.5);
            Assert.Equal(0, up.item<double>());
        });
    }

    // A model without codes has no class prompts to train, but weights; one whose code is a single value has both.
    [Fact]
    public void Train_ScopeWithoutAnythingToTrain_IsRefused()
    {
        using var plain = new DecoderModel(DecoderSamples.Config(conditioning: 0, prefix: 0), 1);
        using var narrow = new DecoderModel(DecoderSamples.Config(conditioning: 1), 1);

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Call(plain, Records(), [[], []], Plan, Options));

        Assert.Equal("options", refused.ParamName);
        Assert.Contains("no conditioning", refused.Message, StringComparison.Ordinal);
        Assert.Equal(plain.Flat.numel(), Call(plain, Records(), [[], []], Plan, Options with { Scope = TrainableScope.Full }).TrainedValues);
        Assert.Equal(2, Call(narrow, Records(), [[0.5f], [1f]], Plan, Options).TrainedValues);
        Assert.Equal(2 + narrow.Flat.numel(), Call(narrow, Records(), [[0.5f], [1f]], Plan, Options with { Scope = TrainableScope.Full }).TrainedValues);
    }

    [Fact]
    public void Train_FirstTokenPastTheVocabulary_IsRefusedByTheCheck()
    {
        int vocabulary = DecoderSamples.Config().VocabularySize;

        ArgumentException refused = Assert.Throws<ArgumentException>(() => Train(Records(new PrivateRecord([1, vocabulary, 2], 0)), Prompts()));

        Assert.Equal("records", refused.ParamName);
        Assert.DoesNotContain(vocabulary.ToString(System.Globalization.CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 32, 4)]
    [InlineData(4, 32, 4)]
    [InlineData(5, 32, 8)]
    [InlineData(31, 32, 32)]
    [InlineData(32, 32, 32)]
    [InlineData(3, 7, 3)]
    [InlineData(8, 8, 8)]
    [InlineData(9, 16, 10)]
    public void Rows_Records_AreRoundedUpToAnEighth(int records, int most, int expected) => Assert.Equal(expected, PhysicalBatches.Rows(records, most));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cut_FewRecords_IsTheCheapestOfAllCuts(int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, 12).Select(_ => random.Next(1, 200))];
        int[] drawn = [.. Enumerable.Range(0, 12).Where(_ => random.Next(3) > 0)];
        int[] sorted = [.. drawn.OrderBy(i => lengths[i])];
        double Cost(IEnumerable<int[]> cut) => cut.Sum(pass => 64 + ((double)PhysicalBatches.Rows(pass.Length, 8) * pass.Max(i => lengths[i])));
        double best = Enumerable.Range(0, 1 << (sorted.Length - 1)).Select(mask =>
        {
            var passes = new List<int[]>();
            int first = 0;
            for (int i = 1; i <= sorted.Length; i++)
            {
                if (i == sorted.Length || (mask >> (i - 1) & 1) == 1)
                {
                    passes.Add(sorted[first..i]);
                    first = i;
                }
            }

            return passes.All(pass => pass.Length <= 8) ? Cost(passes) : double.PositiveInfinity;
        }).Min();

        IReadOnlyList<int[]> found = PhysicalBatches.Cut(drawn, lengths, 8);

        Assert.Equal(drawn.Order(), found.SelectMany(pass => pass).Order());
        Assert.Equal(best, Cost(found));
    }

    private static PrivateRecord[] Records(PrivateRecord? last = null) => [.. Enumerable.Range(0, 9).Select(i => new PrivateRecord([1, 2, 3], i % 2)), last ?? new PrivateRecord([2, 3], 1)];

    private static float[][] Prompts() => [.. Enumerable.Range(0, 2).Select(label => Enumerable.Repeat(0.3f + label, DecoderSamples.Config().ConditioningSize).ToArray())];

    private static DpTrainingResult Train(PrivateRecord[] records, float[][] prompts)
    {
        using var model = new DecoderModel(DecoderSamples.Config(), 1);
        return Call(model, records, prompts, Plan, Options);
    }

    private static DpTrainingResult Call(DecoderModel model, IReadOnlyList<PrivateRecord> records, IReadOnlyList<float[]> prompts, PrivacyPlan plan, DpTrainingOptions options) =>
        DpTrainer.Train(model, records, prompts, plan, options, cancellationToken: TestContext.Current.CancellationToken);
}

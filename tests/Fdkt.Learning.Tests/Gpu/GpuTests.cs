using System.Text.Json;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using Fdkt.Privacy.Plans;
using Fdkt.Tests;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Gpu;

/// <summary>The GPU computes what the processor computes.</summary>
[Trait("Category", "Gpu")]
public sealed class GpuTests
{
    [Fact]
    public void Generate_ReferenceModel_GivesTheReferenceGreedyIds()
    {
        Device device = CudaDevice.Require();
        Llama2cCheckpoint checkpoint = Llama2cCheckpoint.Read(SharedData.Require("tinystories260k/stories260K.bin"));
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));
        int[] greedy = [.. expected.RootElement.GetProperty("greedy_from_bos").GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32())];
        using var model = new DecoderModel(checkpoint.Config, 1, device: device);
        model.Load(checkpoint.ToTensors());

        IReadOnlyList<GeneratedText> texts = new TextSampler(model).Generate(
            [new GenerationRequest([1], null)], new SamplingOptions { Temperature = 0, MaximumNewTokens = greedy.Length, EndToken = 100_000, Seed = 1, BatchSize = 1 },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(greedy, texts[0].Tokens);
    }

    [Fact]
    public void Forward_SmallModel_GivesTheLogitsOfTheProcessor()
    {
        Device device = CudaDevice.Require();
        using DecoderModel here = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        using DecoderModel there = Moved(here, device);
        using var scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        Tensor tokens = TokenBatch.Pad(DecoderSamples.Texts(6, 20, 23, 3), 24);
        Tensor codes = DecoderSamples.Conditioning(here, 6)!;

        Tensor logits = there.Forward(tokens.to(device), codes.to(device)).cpu();

        Assert.InRange(DecoderSamples.RelativeError(logits, here.Forward(tokens, codes)), 0, 1e-4);
    }

    [Fact]
    public void Generate_SeedOnTheGpu_GivesTheSameTextsAgain()
    {
        Device device = CudaDevice.Require();
        using var model = new DecoderModel(DecoderSamples.Config(), 5, device: device);
        float[][] codes = DecoderSamples.Codes(40, 5, 2);
        int[][] Write() => [.. new TextSampler(model).Generate(
            codes.Select(code => new GenerationRequest([1], code)), new SamplingOptions { TopK = 7, TopP = 0.9, MaximumNewTokens = 15, EndToken = 2, Seed = 9, BatchSize = 16 },
            cancellationToken: TestContext.Current.CancellationToken).Select(text => text.Tokens.ToArray())];

        int[][] first = Write();

        Assert.Equal(40, first.Length);
        Assert.Equal(first, Write());
    }

    [Theory]
    [InlineData(TrainableScope.ClassPrompts)]
    [InlineData(TrainableScope.LowRank)]
    [InlineData(TrainableScope.Full)]
    public void Train_PrivatelyWithoutNoise_MovesTheModelAsOnTheProcessor(TrainableScope scope)
    {
        Device device = CudaDevice.Require();
        using DecoderModel here = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        using DecoderModel there = Moved(here, device);
        // So little noise and so large a batch that both draw every record and add as good as nothing to the sum.
        var plan = new PrivacyPlan(12, 12, 1e-6, 0.5, 2, 1e-2);
        int[][] texts = DecoderSamples.Texts(12, 20, 23, 3);
        PrivateRecord[] records = [.. texts.Select((text, i) => new PrivateRecord(text, i % 3))];
        var options = new DpTrainingOptions { Scope = scope, Optimizer = DpOptimizerKind.Sgd, Momentum = 0, LearningRate = 1, PhysicalBatchSize = 5 };
        float[][] prompts = DecoderSamples.Codes(3, 5, 8);

        DpTrainingResult expected = DpTrainer.Train(here, records, prompts, plan, options, cancellationToken: TestContext.Current.CancellationToken);
        DpTrainingResult actual = DpTrainer.Train(there, records, prompts, plan, options, cancellationToken: TestContext.Current.CancellationToken);

        using Tensor moved = there.Flat.cpu();
        Assert.InRange(DecoderSamples.RelativeError(moved, here.Flat), 0, 1e-3);
        Assert.Equal(expected.ClassPrompts.SelectMany(prompt => prompt), actual.ClassPrompts.SelectMany(prompt => prompt), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void Train_Publicly_LowersTheLoss()
    {
        Device device = CudaDevice.Require();
        using var model = new DecoderModel(DecoderSamples.Config(conditioning: 0, prefix: 0), 5, device: device);
        int[][] texts = DecoderSamples.Texts(16, 20, 6, 3);
        IEnumerable<TrainingBatch> Endless()
        {
            while (true)
            {
                yield return new TrainingBatch(TokenBatch.Pad(texts, 24).to(device), null);
            }
        }

        using var trainer = new LanguageModelTrainer(model, new AdamWOptions { LearningRate = 1e-2 });
        double first = trainer.Train(Endless(), 1, cancellationToken: TestContext.Current.CancellationToken).Loss;

        Assert.InRange(trainer.Train(Endless(), 60, cancellationToken: TestContext.Current.CancellationToken).Loss, 0, 0.9 * first);
    }

    [Fact]
    public void Score_SmallModel_GivesTheScoresOfTheProcessor()
    {
        Device device = CudaDevice.Require();
        using DecoderModel here = DecoderSamples.Model(DecoderSamples.Config(), ScalarType.Float32);
        using DecoderModel there = Moved(here, device);
        int[][] texts = DecoderSamples.Texts(9, 20, 23, 4);
        float[][] codes = DecoderSamples.Codes(9, 5, 2);

        double[] expected = new SequenceScorer(here).Score(texts, codes, TestContext.Current.CancellationToken);

        Assert.Equal(expected, new SequenceScorer(there).Score(texts, codes, TestContext.Current.CancellationToken), (a, b) => Math.Abs(a - b) < 1e-3 * (1 + Math.Abs(a)));
    }

    private static DecoderModel Moved(DecoderModel model, Device device)
    {
        var moved = new DecoderModel(model.Config, 0, model.Flat.dtype, device);
        using IDisposable grad = no_grad();
        moved.Flat.copy_(model.Flat);
        return moved;
    }
}

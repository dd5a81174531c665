using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>The update rules, with noise that is too small to matter, against the formulas by hand.</summary>
public sealed class DpOptimizerTests
{
    private const int Batch = 4;
    private static readonly double[][] Sums = [[4, -8, 0.4], [2, 2, -40], [-1, 0, 8]];
    private static readonly PrivacyPlan Plan = new(40, Batch, 1e-12, 1, 3, 1e-3);

    static DpOptimizerTests() => TorchRuntime.EnsureLoaded();

    [Theory]
    [InlineData(0.9, 0.99, 0.05)]
    [InlineData(0, 0.5, 0.2)]
    public void Step_Adam_IsTheFormula(double beta1, double beta2, double rate)
    {
        double[] value = [1, 2, 3], mean = [0, 0, 0], square = [0, 0, 0];

        double[][] found = Run(new DpTrainingOptions { Optimizer = DpOptimizerKind.Adam, Momentum = beta1, SecondMomentDecay = beta2, LearningRate = rate });

        for (int step = 1; step <= Sums.Length; step++)
        {
            for (int i = 0; i < value.Length; i++)
            {
                double g = Sums[step - 1][i] / Batch;
                mean[i] = (beta1 * mean[i]) + ((1 - beta1) * g);
                square[i] = (beta2 * square[i]) + ((1 - beta2) * g * g);
                value[i] -= rate * (mean[i] / (1 - Math.Pow(beta1, step))) / (Math.Sqrt(square[i] / (1 - Math.Pow(beta2, step))) + 1e-8);
                Assert.Equal(value[i], found[step - 1][i], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(0.9, 0.05)]
    [InlineData(0, 1)]
    public void Step_Sgd_IsTheFormula(double momentum, double rate)
    {
        double[] value = [1, 2, 3], mean = [0, 0, 0];

        double[][] found = Run(new DpTrainingOptions { Optimizer = DpOptimizerKind.Sgd, Momentum = momentum, LearningRate = rate });

        for (int step = 0; step < Sums.Length; step++)
        {
            for (int i = 0; i < value.Length; i++)
            {
                mean[i] = (momentum * mean[i]) + (Sums[step][i] / Batch);
                value[i] -= rate * mean[i];
                Assert.Equal(value[i], found[step][i], 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("LearningRate", 0.0)]
    [InlineData("LearningRate", double.NaN)]
    [InlineData("LearningRate", double.PositiveInfinity)]
    [InlineData("Momentum", -0.1)]
    [InlineData("Momentum", 1.0)]
    [InlineData("SecondMomentDecay", -0.1)]
    [InlineData("SecondMomentDecay", 1.0)]
    [InlineData("PhysicalBatchSize", 0.0)]
    [InlineData("AdapterRank", 0.0)]
    [InlineData("AdapterScale", 0.0)]
    [InlineData("AdapterScale", double.PositiveInfinity)]
    public void Validate_OutOfRange_NamesTheOption(string name, double value)
    {
        var plain = new DpTrainingOptions();
        DpTrainingOptions options = name switch
        {
            "LearningRate" => plain with { LearningRate = value },
            "Momentum" => plain with { Momentum = value },
            "SecondMomentDecay" => plain with { SecondMomentDecay = value },
            "PhysicalBatchSize" => plain with { PhysicalBatchSize = (int)value },
            "AdapterRank" => plain with { AdapterRank = (int)value },
            _ => plain with { AdapterScale = value },
        };

        Assert.Equal(name, Assert.Throws<ArgumentException>(options.Validate).ParamName);
    }

    [Theory]
    [InlineData(TrainableScope.LowRank, AdapterTargets.None, false)]
    [InlineData(TrainableScope.LowRank, AdapterTargets.Gate, true)]
    [InlineData(TrainableScope.LowRank, AdapterTargets.Down | (AdapterTargets)128, false)]
    [InlineData(TrainableScope.Full, AdapterTargets.None, true)]
    [InlineData(TrainableScope.ClassPrompts, AdapterTargets.None, true)]
    [InlineData(TrainableScope.ClassPrompts, (AdapterTargets)128, false)]
    public void Validate_AdapterTargets_AreSomeOfThoseThereAre(TrainableScope scope, AdapterTargets targets, bool accepted)
    {
        var options = new DpTrainingOptions { Scope = scope, AdapterTargets = targets };

        Assert.Equal(accepted ? null : "AdapterTargets", (Record.Exception(() => options.Validate()) as ArgumentException)?.ParamName);
    }

    [Fact]
    public void Validate_EdgesAndDefaults_AreAccepted()
    {
        new DpTrainingOptions { LearningRate = 1e-9, Momentum = 0, SecondMomentDecay = 0, PhysicalBatchSize = 1, AdapterRank = 1, AdapterScale = 1e-9 }.Validate();

        Assert.Equal(
            new DpTrainingOptions
            {
                Scope = TrainableScope.ClassPrompts,
                Optimizer = DpOptimizerKind.Adam,
                LearningRate = 0.05,
                Momentum = 0.9,
                SecondMomentDecay = 0.99,
                PhysicalBatchSize = 32,
                AdapterRank = 4,
                AdapterScale = 1,
                Seed = 0,
            },
            new DpTrainingOptions().Validate());
    }

    private static double[][] Run(DpTrainingOptions options)
    {
        using var scope = NewDisposeScope();
        Tensor value = tensor([1f, 2f, 3f]);
        using var optimizer = new DpOptimizer(Plan, options, [value], CryptographicRandomSource.Shared);
        return [.. Sums.Select(sum =>
        {
            optimizer.Step([tensor(sum.Select(v => (float)v).ToArray())]);
            return value.data<float>().Select(v => (double)v).ToArray();
        })];
    }
}

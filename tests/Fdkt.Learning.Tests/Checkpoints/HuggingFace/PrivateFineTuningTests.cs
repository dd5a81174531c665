using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.PrivateTraining;
using Fdkt.Privacy.Plans;
using Fdkt.Privacy.Statements;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>From a published folder to a released one: load, train privately, save with the statement, load again.</summary>
public sealed class PrivateFineTuningTests
{
    [Theory]
    [InlineData("llama3.1-scaled", TrainableScope.LowRank, null)]
    [InlineData("qwen2-tied", TrainableScope.LowRank, ScalarType.BFloat16)]
    [InlineData("gpt2", TrainableScope.Full, null)]
    [InlineData("gpt2-prefixed-untied", TrainableScope.ClassPrompts, null)]
    public void Train_PublishedFolder_IsSavedAsOneThatStatesItsPrivacy(string name, TrainableScope scope, ScalarType? dtype)
    {
        using WeightFolder folder = FamilySamples.Create(name).Folder;
        folder.WriteWeights();
        string released = Path.Combine(folder.Folder, "released");
        int codes = scope == TrainableScope.ClassPrompts ? 6 : 0;
        using var checkpoint = HuggingFaceCheckpoint.Open(folder.Folder);
        using DecoderModel model = checkpoint.Load(
            new HuggingFaceLoadOptions { Dtype = dtype, ConditioningSize = codes, PrefixLength = codes / 3 }, TestContext.Current.CancellationToken);
        using Tensor before = model.Flat.clone();
        PrivateRecord[] records = [.. Enumerable.Range(0, 50).Select(i => new PrivateRecord([1, 2 + (i % 7), 9, 3], i % 2))];
        var plan = new PrivacyPlan(50, 25, 1.2, 0.5, 5, 1e-3);

        DpTrainingResult result = DpTrainer.Train(
            model, records, [new float[codes], new float[codes]], plan, new DpTrainingOptions { Scope = scope, LearningRate = 1e-2, PhysicalBatchSize = 8, GradientCheckpointing = true },
            new CountingSource(4), null, null, null, TestContext.Current.CancellationToken);
        ReleaseStatement statement = StatementBuilder.Build("client-1", "release-1", scope.ToString(), [plan.Event], plan.RecordCount, plan.Delta, clipNorm: plan.ClipNorm);
        HuggingFaceWriter.Save(model, released, ModelCard.ForRelease("Released", $"From {name}.", statement));

        using var reopened = HuggingFaceCheckpoint.Open(released);
        using DecoderModel again = reopened.Load(cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(again.Flat.eq(model.Flat).all().item<bool>());
        Assert.Equal(scope == TrainableScope.ClassPrompts, model.Flat.eq(before).all().item<bool>());
        Assert.Equal(codes > 0, result.ClassPrompts[0].Any(value => value != 0));
        var said = ReleaseStatement.FromJson(File.ReadAllBytes(Path.Combine(released, "privacy-statement.json")));
        Assert.Empty(StatementVerification.Of(said).Problems);
    }
}

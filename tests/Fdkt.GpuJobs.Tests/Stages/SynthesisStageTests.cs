using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Synthesis;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class SynthesisStageTests
{
    [Fact]
    public async Task RunAsync_APlan_ReleasesAndChargesAsPlanned()
    {
        SynthesisPlan plan = SynthesisStage.Plan(SampleRound.Privacy, SampleRound.Synthesis, SampleRound.Rows.Count, SampleRound.Classes, seed: 1);
        var progress = new RecordingProgress();

        SynthesisResult result = await new SynthesisStage(SampleRound.Model, SampleRound.Inputs.Labels, progress).RunAsync(
            new ClientRecords("client-1", SampleRound.Rows), plan, "title", TestContext.Current.CancellationToken);

        Assert.Equal(plan.Events, result.Events);
        Assert.InRange(result.Privacy.Epsilon, 0.1, 8.001);
        Assert.Equal(SampleRound.Inputs.Labels.Order(), result.Demos.Select(demo => demo.Label).Distinct().Order());
        Assert.Equal(result.Stage.In - result.Stage.Kept, result.Stage.Dropped.Values.Sum());
        Assert.Contains(progress.Lines, line => line.StartsWith("done title: client-1 releases demos", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(PrivacyMechanism.ClassMeans, 0)]
    [InlineData(PrivacyMechanism.Votes, 1)]
    [InlineData(PrivacyMechanism.ClassPrompts, 0)]
    [InlineData(PrivacyMechanism.ClassPrompts, 60)]
    public async Task RunAsync_AnyRealNumberOfRows_ReleasesWhatThePublicNumberPlans(PrivacyMechanism mechanism, int rows)
    {
        SynthesisPlan plan = SynthesisStage.Plan(SampleRound.Privacy with { Mechanism = mechanism, Epochs = 1 }, SampleRound.Synthesis, 30, SampleRound.Classes, seed: 1);

        SynthesisResult result = await new SynthesisStage(SampleRound.Model, SampleRound.Inputs.Labels, new RecordingProgress()).RunAsync(
            new ClientRecords("client-1", [.. SampleRound.Rows.Take(rows)]), plan, "title", TestContext.Current.CancellationToken);

        Assert.Equal(plan.Events, result.Events);
        Assert.NotEmpty(result.Demos);
    }

    [Fact]
    public void Plan_BatchOfMoreThanThereIs_SaysWhereToLook()
    {
        PrivacySettingsException error = Assert.Throws<PrivacySettingsException>(() => SynthesisStage.Plan(
            new PrivacySection(Mechanism: PrivacyMechanism.Lora, ExpectedBatchSize: 500), SampleRound.Synthesis, 60, 4, seed: 1));

        Assert.Equal(("record count", 60), (error.ParameterName, error.Value));
        Assert.EndsWith("See the privacy section in docs/round-file.md.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_OfAResult_CarriesItsStatement()
    {
        SynthesisPlan plan = SynthesisStage.Plan(SampleRound.Privacy, SampleRound.Synthesis, SampleRound.Rows.Count, SampleRound.Classes, seed: 1);
        SynthesisResult result = await new SynthesisStage(SampleRound.Model, SampleRound.Inputs.Labels, new RecordingProgress()).RunAsync(
            new ClientRecords("client-1", SampleRound.Rows), plan, "title", TestContext.Current.CancellationToken);

        PrivacyStatement statement = Assert.Single(SynthesisResult.Release("client-1", result.Demos, result.Privacy).Statements);

        Assert.Equal(("client-1", result.Privacy.Epsilon, PrivacyMechanism.ClassMeans), (statement.Client, statement.Epsilon, statement.Mechanism));
    }
}

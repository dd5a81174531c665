using Fdkt.Learning.Students;
using Fdkt.Learning.Students.FineTuning;
using Fdkt.Learning.Tests.PublicModels;
using Fdkt.Learning.Tests.TextStates;
using Fdkt.Learning.TextStates;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Gpu;

/// <summary>Students and embedders from a checkpoint on a GPU.</summary>
[Trait("Category", "Gpu")]
public sealed class StudentGpuTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-student-gpu-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert", TuningMethod.Full)]
    [InlineData("bert", TuningMethod.Lora)]
    [InlineData("llama", TuningMethod.Full)]
    public void Train_SeparableTaskOnTheGpu_IsLearnt(string kind, TuningMethod method)
    {
        Device device = CudaDevice.Require();
        var trainer = new FineTunedStudentTrainer(new FineTuningOptions { Folder = TinyCheckpoints.Write(kind, _folder), Method = method, LearningRate = 2e-3, BatchSize = 8, MaximumTokens = 32, Device = device });
        Example[] test = TopicTexts.Rows(120, 77);

        using IStudent student = trainer.Train(TopicTexts.Rows(120, 6), TopicTexts.Rows(60, 5), TopicTexts.Classes, 7, cancellationToken: TestContext.Current.CancellationToken);

        double[][] predicted = student.Predict([.. test.Select(row => row.Text)], TestContext.Current.CancellationToken);
        Assert.InRange(predicted.Zip(test).Average(pair => Array.IndexOf(pair.First, pair.First.Max()) == pair.Second.Label ? 1.0 : 0), 0.9, 1);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    public void Pooled_OnTheGpu_GivesTheStatesOfTheProcessor(string kind)
    {
        Device device = CudaDevice.Require();
        TinyCheckpoints.Write(kind, _folder);
        using var here = TextStateModel.Load(_folder, device: CPU, cancellationToken: TestContext.Current.CancellationToken);
        using var there = TextStateModel.Load(_folder, device: device, cancellationToken: TestContext.Current.CancellationToken);
        int[][] texts = [.. TopicTexts.Texts(9, 2).Append("goal").Select(text => here.Encode(text, 48))];
        using var scope = NewDisposeScope();
        using IDisposable grad = no_grad();

        foreach (StatePooling pooling in (StatePooling[])[StatePooling.Mean, StatePooling.Last])
        {
            Assert.Equal(
                here.Pooled(texts, pooling).data<float>().ToArray(), there.Pooled(texts, pooling).cpu().data<float>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-4f);
        }
    }
}

using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class SelfTrainingTests
{
    [Fact]
    public void Label_Texts_KeepsTheSurerHalfWithThePredictedClass()
    {
        Example[] rows = [.. Enumerable.Range(0, 40).Select(i => new Example(i % 2 == 0 ? "red crimson scarlet" : "blue navy azure", i % 2))];
        Example[] texts = [new("red scarlet", 0), new("unknown words", 0), new("azure navy", 0), new("red blue", 0)];

        IReadOnlyList<Example> kept = SelfTraining.Label(texts, rows, 2, new LinearStudentTrainer(), 1, null, TestContext.Current.CancellationToken);

        Assert.Equal([("azure navy", 1), ("red scarlet", 0)], kept.Select(row => (row.Text, row.Label)).OrderBy(row => row.Text, StringComparer.Ordinal));
    }
}

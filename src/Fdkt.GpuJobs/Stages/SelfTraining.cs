using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>The control without demonstrations: a student of the private rows labels texts and keeps the half it is surest of.</summary>
internal static class SelfTraining
{
    private const double Kept = 0.5;

    public static IReadOnlyList<Example> Label(IReadOnlyList<Example> texts, IReadOnlyList<Example> rows, int classes, IStudentTrainer trainer, int seed, Action<long>? progress, CancellationToken cancellationToken)
    {
        using IStudent student = trainer.Train([], rows, classes, seed, progress, cancellationToken);
        double[][] predicted = student.Predict([.. texts.Select(text => text.Text)], cancellationToken);
        return [.. predicted
            .Select((p, i) => (Confidence: p.Max(), Example: new Example(texts[i].Text, Array.IndexOf(p, p.Max()))))
            .OrderByDescending(pair => pair.Confidence).Take((int)(texts.Count * Kept)).Select(pair => pair.Example)];
    }
}

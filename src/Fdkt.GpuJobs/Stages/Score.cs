namespace Fdkt.GpuJobs.Stages;

/// <summary>How well a classifier does on the test rows.</summary>
/// <param name="Accuracy">Part classified right, in [0, 1].</param>
/// <param name="MacroF1">Mean over the classes of the test rows of the harmonic mean of precision and recall.</param>
public sealed record Score(double Accuracy, double MacroF1)
{
    /// <summary>Scores predictions.</summary>
    /// <param name="predicted">Per text, one probability per class.</param>
    /// <param name="labels">Per text, its class.</param>
    /// <param name="classes">Number of classes.</param>
    /// <returns>The score.</returns>
    public static Score Of(double[][] predicted, IReadOnlyList<int> labels, int classes)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(labels);
        int[] right = new int[classes], claimed = new int[classes], actual = new int[classes];
        for (int i = 0; i < predicted.Length; i++)
        {
            int guess = Array.IndexOf(predicted[i], predicted[i].Max());
            claimed[guess]++;
            actual[labels[i]]++;
            right[guess] += guess == labels[i] ? 1 : 0;
        }

        double f1 = Enumerable.Range(0, classes).Where(c => actual[c] > 0).Average(c => 2.0 * right[c] / (actual[c] + claimed[c]));
        return new Score((double)right.Sum() / labels.Count, f1);
    }
}

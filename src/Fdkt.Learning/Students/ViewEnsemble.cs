namespace Fdkt.Learning.Students;

/// <summary>Joins the predictions of classifiers that look at different features of the same text.</summary>
public static class ViewEnsemble
{
    private const double Floor = 1e-12;

    /// <summary>The normalised product of probabilities (a product of experts; Hinton 2002): a class must convince both.</summary>
    /// <param name="first">Per text, one probability per class.</param>
    /// <param name="second">The same of another classifier.</param>
    /// <returns>Per text, one probability per class; they sum to 1.</returns>
    /// <exception cref="ArgumentException">The numbers of texts differ.</exception>
    public static double[][] Product(double[][] first, double[][] second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Length != second.Length)
        {
            throw new ArgumentException($"There are predictions for {first.Length} and for {second.Length} texts.", nameof(second));
        }

        return [.. first.Select((row, i) =>
        {
            double[] product = [.. row.Select((p, c) => Math.Max(p, Floor) * Math.Max(second[i][c], Floor))];
            double sum = product.Sum();
            return product.Select(p => p / sum).ToArray();
        })];
    }
}

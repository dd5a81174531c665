namespace Fdkt.Learning.Students;

/// <summary>Settings of the client's classifier.</summary>
public sealed record StudentOptions
{
    /// <summary>C of the penalty, per unit of row weight. Positive. Default 10.</summary>
    public double InverseRegularization { get; init; } = 10;

    /// <summary>
    /// Candidates for the total weight of the private rows over that of the augmented text in stage two. The one with the lowest
    /// cross-validated loss on the private rows is taken. Positive infinity stands for the private rows alone.
    /// </summary>
    public IReadOnlyList<double> PrivateWeights { get; init; } = [0.5, 2, 6, double.PositiveInfinity];

    /// <summary>Folds of the local validation. At least 2. Default 4.</summary>
    public int Folds { get; init; } = 4;
}

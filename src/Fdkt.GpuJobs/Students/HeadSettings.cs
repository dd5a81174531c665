namespace Fdkt.GpuJobs.Students;

/// <summary>How much texts and own rows weigh in a head.</summary>
/// <param name="Texts">Weight of all texts together.</param>
/// <param name="OwnRow">Weight of each own row; 0 leaves them out.</param>
public readonly record struct HeadWeights(double Texts, double OwnRow);

/// <summary>Settings of a client's head, the same for every row of the table. Chosen on AG News and Yelp, and checked on tasks that nobody tuned to (docs/ag-news.md).</summary>
public sealed record HeadSettings
{
    /// <summary>Most texts that a head is trained on; a bound on time alone.</summary>
    private const int MostTexts = 6_000;

    private const int LeastOfClass = 20;

    /// <summary>Folds of the validation on own rows. At least 2. Default 5.</summary>
    public int Folds { get; init; } = 5;

    /// <summary>Candidates for the weight of an own row where there is no text.</summary>
    public IReadOnlyList<double> OwnWeights { get; init; } = [0.3, 1, 3, 10];

    /// <summary>Candidates where there is text: text alone, and text with rows of growing weight.</summary>
    public IReadOnlyList<HeadWeights> TextWeights { get; init; } = [new(1000, 3), new(300, 1), new(100, 3), new(1000, 0)];

    /// <summary>Weights where the client labels the public text anew.</summary>
    public HeadWeights Relabelling { get; init; } = new(1000, 3);

    /// <summary>Part of the public texts that a class claims which is taken to learn from: all but those in doubt.</summary>
    public double PublicPart { get; init; } = 0.8;

    /// <summary>Standard errors by which labelling anew must be the better one.</summary>
    public double RelabelMargin { get; init; } = 1;

    /// <summary>Standard errors by which the own rows alone must be the better ones before the text is left out.</summary>
    public double FloorMargin { get; init; } = 1;

    /// <summary>Most texts of one class.</summary>
    /// <param name="classes">Number of classes.</param>
    public static int TextsOf(int classes) => Math.Max(LeastOfClass, MostTexts / classes);
}

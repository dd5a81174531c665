namespace Fdkt.Learning.Synthesis;

/// <summary>What a differentially private release says about the class of a text encoding. Made of released values only.</summary>
public interface ILabelScorer
{
    /// <summary>Number of classes.</summary>
    int Classes { get; }

    /// <summary>Probability of each class.</summary>
    /// <param name="encoding">A unit vector.</param>
    /// <returns>One value per class; they sum to 1.</returns>
    double[] Score(ReadOnlySpan<float> encoding);
}

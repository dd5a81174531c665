namespace Fdkt.Learning.Students;

/// <summary>States to train a head on, from one source.</summary>
/// <param name="States">One state per row, all of one length.</param>
/// <param name="Labels">Class of each row, from 0.</param>
/// <param name="Weights">Weight of each row; zero or more.</param>
/// <param name="OwnOdds">
/// How the classes are mixed in this source, over how they are mixed where the head will be used: one factor per class, 0 where the source has no row of it.
/// The head is fitted so that it predicts these rows after its odds were multiplied by them (logit adjustment: Menon et al. 2021, arXiv:2007.07314), so that a source
/// teaches nothing of how frequent a class is, and nothing at all of a class it does not have. Null for a source mixed as the use is.
/// </param>
public sealed record HeadRows(IReadOnlyList<float[]> States, IReadOnlyList<int> Labels, IReadOnlyList<double> Weights, IReadOnlyList<double>? OwnOdds = null)
{
    /// <summary>Number of rows.</summary>
    public int Count => States.Count;
}

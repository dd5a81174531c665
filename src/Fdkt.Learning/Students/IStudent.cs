namespace Fdkt.Learning.Students;

/// <summary>A client's trained classifier. It has seen private rows without differential privacy: it stays with the client.</summary>
public interface IStudent : IDisposable
{
    /// <summary>Class probabilities of texts.</summary>
    /// <param name="texts">Any texts.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Per text, one probability per class.</returns>
    double[][] Predict(IReadOnlyList<string> texts, CancellationToken cancellationToken = default);
}

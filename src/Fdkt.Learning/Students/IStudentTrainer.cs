namespace Fdkt.Learning.Students;

/// <summary>Trains a client's classifier, on text from the server and then on its own rows. Thread-safe.</summary>
public interface IStudentTrainer
{
    /// <summary>What is trained, in words for a report; no private text.</summary>
    string Description { get; }

    /// <summary>How many texts training reads at most, each as often as it is read: what <see cref="Train"/> counts up to.</summary>
    /// <param name="received">Texts from the server.</param>
    /// <param name="own">Private rows.</param>
    /// <returns>The number; 0 where training takes no time worth showing.</returns>
    long TextsRead(int received, int own);

    /// <summary>Trains a classifier.</summary>
    /// <param name="received">Text from the server; may be empty.</param>
    /// <param name="own">The client's own rows; may be empty where <paramref name="received"/> is not.</param>
    /// <param name="classes">Number of classes, at least 2.</param>
    /// <param name="seed">Of whatever chance decides.</param>
    /// <param name="progress">Told how many texts were read; may be null.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The student. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">There is nothing to train on.</exception>
    /// <exception cref="StudentTrainingException">Training did not give a usable classifier.</exception>
    IStudent Train(IReadOnlyList<Example> received, IReadOnlyList<Example> own, int classes, int seed, Action<long>? progress = null, CancellationToken cancellationToken = default);
}

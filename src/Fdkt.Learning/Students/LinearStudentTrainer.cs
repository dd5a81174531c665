namespace Fdkt.Learning.Students;

/// <summary>The student that needs no checkpoint: <see cref="StudentTrainer"/> behind the port.</summary>
/// <param name="options">Settings; null takes the defaults.</param>
public sealed class LinearStudentTrainer(StudentOptions? options = null) : IStudentTrainer
{
    /// <inheritdoc/>
    public string Description => "a linear classifier on words";

    /// <inheritdoc/>
    public long TextsRead(int received, int own) => 0;

    /// <inheritdoc/>
    public IStudent Train(
        IReadOnlyList<Example> received, IReadOnlyList<Example> own, int classes, int seed, Action<long>? progress = null, CancellationToken cancellationToken = default) =>
        StudentTrainer.Train(received, own, classes, options, seed, cancellationToken);
}

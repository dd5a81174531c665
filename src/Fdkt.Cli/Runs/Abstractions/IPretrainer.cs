using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Runs.Abstractions;

/// <summary>Makes the server's base model and tokenizer from public text.</summary>
public interface IPretrainer
{
    /// <summary>Trains a base model and writes it.</summary>
    /// <param name="request">From what, and where to.</param>
    /// <param name="progress">Told of stages as they go.</param>
    /// <param name="cancellationToken">Stops cleanly; nothing half-written stays in the output folder.</param>
    /// <returns>What was made, in a line or two for people.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<string> PretrainAsync(PretrainRequest request, IRunProgress progress, CancellationToken cancellationToken);
}

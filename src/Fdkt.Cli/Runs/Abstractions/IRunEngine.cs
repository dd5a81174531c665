using Fdkt.Contracts.Reports;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Runs.Abstractions;

/// <summary>Runs a whole federation round on one machine.</summary>
public interface IRunEngine
{
    /// <summary>Runs a round, and goes on where an interrupted run of the same request stopped.</summary>
    /// <param name="request">What to run; its round file has been checked.</param>
    /// <param name="progress">Told of stages as they go.</param>
    /// <param name="cancellationToken">Stops cleanly: finished stages stay on disk for the next attempt.</param>
    /// <returns>The report, which the caller writes and shows.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task<RunReport> RunAsync(RunRequest request, IRunProgress progress, CancellationToken cancellationToken);
}

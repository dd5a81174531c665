using Microsoft.Extensions.Hosting;

namespace Fdkt.FunctionApp;

/// <summary>Writes the jobs' progress while this instance lives; each instance writes what it heard.</summary>
internal sealed class ProgressService(FunctionServices services) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => services.Parts.Progress.RunAsync(stoppingToken);
}

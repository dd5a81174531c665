using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Contracts.Reports;
using Fdkt.GpuJobs.Progress;

namespace Fdkt.Cli.Tests.Runs;

internal sealed class ScriptedEngine(Func<RunRequest, CancellationToken, RunReport> script) : IRunEngine
{
    public RunRequest? Request { get; private set; }

    public Task<RunReport> RunAsync(RunRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        Request = request;
        using IStageProgress stage = progress.StartStage("work", 10, "items");
        stage.Report(5);
        RunReport report = script(request, cancellationToken);
        stage.Complete("10 items");
        return Task.FromResult(report);
    }
}

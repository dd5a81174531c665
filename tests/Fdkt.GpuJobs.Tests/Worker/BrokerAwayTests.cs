using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Messaging;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Worker;

/// <summary>A worker whose broker cannot be reached for a while.</summary>
public sealed class BrokerAwayTests : IAsyncDisposable
{
    private static readonly QueueName Jobs = FederationQueues.ClientJobs(SmallFederation.Client);
    private readonly SmallFederation _federation = new();
    private readonly RecordingLogger _log = new();

    [Fact]
    public async Task RunAsync_BrokerAway_GoesOnWhenItIsBack()
    {
        var queue = new FlakyQueue(_federation.Queue, failures: 3);
        await _federation.SendAsync(_federation.SynthesisJob());
        var options = new WorkerOptions { RetryPause = TimeSpan.Zero };

        await _federation.RunAsync(new JobWorker(Jobs, [StubHandler.Done()], _federation.Ports with { Queue = queue }, options, _federation.Clock, _log));

        Assert.Equal(3, _log.Lines.Count(line => line.StartsWith("309 ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_StopWhenIdleAndBrokerAway_WaitsForTheBroker()
    {
        var queue = new FlakyQueue(_federation.Queue, failures: 3);
        await _federation.SendAsync(_federation.SynthesisJob());
        var options = new WorkerOptions { RetryPause = TimeSpan.Zero, StopWhenIdle = true };

        IReadOnlyList<JobFact> facts = await _federation.RunAsync(new JobWorker(Jobs, [StubHandler.Done()], _federation.Ports with { Queue = queue }, options, _federation.Clock, _log));

        Assert.IsType<ClientJobCompleted>(facts[^1]);
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();
}

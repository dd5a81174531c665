namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>Tells waiting tests that something changed somewhere.</summary>
internal sealed class Pulse
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next beat; take it before looking at what may change.</summary>
    public Task Next => Volatile.Read(ref _next).Task.WaitAsync(Patience);

    // In one step: of two beats at a time, neither may leave a task behind that somebody waits on and nobody completes.
    public void Beat() => Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}

namespace Fdkt.Orchestrator.Tests.Support;

/// <summary>Tells waiting tests that something changed somewhere.</summary>
internal sealed class Pulse
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The next beat; take it before looking at what may change.</summary>
    public Task Next => _next.Task.WaitAsync(Patience);

    public void Beat()
    {
        TaskCompletionSource beat = _next;
        _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        beat.TrySetResult();
    }
}

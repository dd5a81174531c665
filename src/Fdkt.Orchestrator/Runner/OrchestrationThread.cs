namespace Fdkt.Orchestrator.Runner;

/// <summary>
/// Runs an orchestration's continuations one after the other, on the thread that calls <see cref="Run"/>, until it waits for something that is yet to be delivered.
/// </summary>
internal sealed class OrchestrationThread : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private int _thread = -1;

    /// <summary>Whether a continuation came from elsewhere: the orchestration awaited something that is not of its context.</summary>
    public bool SawForeignWork { get; private set; }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        // A foreign continuation cannot be put in an order that a replay would repeat, so it is dropped and reported.
        if (Environment.CurrentManagedThreadId != Volatile.Read(ref _thread))
        {
            SawForeignWork = true;
            return;
        }

        _ready.Enqueue((d, state));
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs an action and all that follows from it.</summary>
    /// <param name="action">Starts the orchestration, or completes something that it waits for.</param>
    public void Run(Action action)
    {
        SynchronizationContext? outer = Current;
        Volatile.Write(ref _thread, Environment.CurrentManagedThreadId);
        SetSynchronizationContext(this);
        try
        {
            action();
            while (_ready.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
            {
                next.Callback(next.State);
            }
        }
        finally
        {
            SetSynchronizationContext(outer);
            Volatile.Write(ref _thread, -1);
        }
    }
}

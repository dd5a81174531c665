namespace Fdkt.Cli.Processes;

/// <summary>Child processes that live and end together. They are stopped in the reverse order of their start, each wave before the next.</summary>
internal sealed class ProcessGroup : IAsyncDisposable
{
    private readonly List<Wave> _waves = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>All processes, in the order of their start.</summary>
    public IReadOnlyList<ManagedProcess> Processes => [.. _waves.SelectMany(wave => wave.Processes)];

    /// <summary>Ends, with the fault, when a process cannot be kept alive; else never.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Starts processes; returns at once.</summary>
    public void Start(params IReadOnlyList<ManagedProcess> processes)
    {
        var stop = new CancellationTokenSource();
        _waves.Add(new Wave(processes, stop, [.. processes.Select(process => RunAsync(process, stop.Token))]));
    }

    /// <summary>Stops all. When it ends, no child is left.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (Wave wave in Enumerable.Reverse(_waves))
        {
            await wave.Stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(wave.Runs).ConfigureAwait(false);
            wave.Stop.Dispose();
        }

        _waves.Clear();
    }

    private async Task RunAsync(ManagedProcess process, CancellationToken stop)
    {
        try
        {
            await process.RunAsync(stop).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, it reaches the one who waits for the group, and the other children are still stopped.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _failed.TrySetException(error);
        }
    }

    private sealed record Wave(IReadOnlyList<ManagedProcess> Processes, CancellationTokenSource Stop, IReadOnlyList<Task> Runs);
}

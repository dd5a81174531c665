namespace Fdkt.Cli.Federation;

/// <summary>Passes on the faults of a broker that are tried again. Who listens is set once the command runs; before that they are dropped. Thread-safe.</summary>
internal sealed class BrokerFaults
{
    private volatile Action<Exception>? _listener;

    /// <summary>Sets who listens.</summary>
    public void Listen(Action<Exception> listener) => _listener = listener;

    /// <summary>A fault came.</summary>
    public void Hear(Exception fault) => _listener?.Invoke(fault);
}

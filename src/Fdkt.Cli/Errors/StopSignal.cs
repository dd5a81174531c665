using System.Runtime.InteropServices;
using Fdkt.Transport.Processes;

namespace Fdkt.Cli.Errors;

/// <summary>
/// Turns the first Ctrl-C or request to terminate into a cancelled token; the second ends the process at once. A supervised process leaves Ctrl-C,
/// which a terminal sends to it too, to its supervisor, and stops when that ends its input.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _error;

    public StopSignal(TextWriter error)
    {
        _error = error;
        Register(PosixSignal.SIGTERM, Ask);
        if (SupervisorPipe.IsSupervised)
        {
            Register(PosixSignal.SIGINT, context => context.Cancel = true);
            SupervisorPipe.Watch(Cancel);
        }
        else
        {
            Register(PosixSignal.SIGINT, Ask);
        }
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Register(PosixSignal signal, Action<PosixSignalContext> handler) => _registrations.Add(PosixSignalRegistration.Create(signal, handler));

    private void Ask(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            return; // The system's own handling: the process ends.
        }

        context.Cancel = true;
        _error.WriteLine("Stopping after the present step; once more ends at once.");
        Cancel();
    }

    private void Cancel()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The work has ended already.
        }
    }
}

using System.Runtime.InteropServices;

namespace Fdkt.Cli.Errors;

/// <summary>
/// Turns the first Ctrl-C or request to terminate into a cancelled token; the second ends the process at once. In a supervised process the
/// end of standard input is the request: it comes too when the supervisor is killed.
/// </summary>
internal sealed class StopSignal : IDisposable
{
    // Nobody is left to kill a supervised process that does not stop, so it ends itself.
    private static readonly TimeSpan OrphanLimit = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly TextWriter _error;

    public StopSignal(TextWriter error, Stream? supervisor)
    {
        _error = error;
        if (supervisor is null)
        {
            Register(PosixSignal.SIGINT, Ask);
        }
        else
        {
            // A terminal sends Ctrl-C to supervised processes too; in which order they stop is for the supervisor to say.
            Register(PosixSignal.SIGINT, context => context.Cancel = true);
            new Thread(() => WaitForEnd(supervisor)) { IsBackground = true, Name = "supervisor" }.Start();
        }

        Register(PosixSignal.SIGTERM, Ask);
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
        _source.Cancel();
    }

    private void WaitForEnd(Stream supervisor)
    {
        Span<byte> ignored = stackalloc byte[64];
        try
        {
            while (supervisor.Read(ignored) > 0)
            {
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }

        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            return; // The process has ended its work already.
        }

        Thread.Sleep(OrphanLimit);
        Environment.Exit((int)ExitCode.Cancelled);
    }
}

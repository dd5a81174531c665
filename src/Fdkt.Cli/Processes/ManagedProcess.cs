using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Fdkt.Cli.Processes;

/// <summary>
/// One child process: started, started again with back-off when it dies, and stopped by closing its standard input, which every child watches.
/// The pipe also closes when this process is killed, so no child outlives it.
/// </summary>
/// <param name="name">Name on screen and of the log file.</param>
/// <param name="command">What to start; asked again for each start.</param>
/// <param name="ready">The line with which the process says that it is ready; its first group, where there is one, is the answer of <see cref="ReadyAsync"/>.</param>
/// <param name="logPath">File that its output is added to.</param>
/// <param name="clock">Times the pauses.</param>
internal sealed class ManagedProcess(string name, Func<ProcessStartInfo> command, Regex ready, string logPath, TimeProvider clock)
{
    // A child that lives this long has recovered from what killed the one before it.
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    // With the pauses this is about half a minute of trying.
    private const int MostFailuresInARow = 6;

    // A worker leaves its stage within seconds; what takes longer is killed, which every process survives.
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _logLock = new();

    public string Name => name;

    public string LogPath => logPath;

    public ProcessState State { get; private set; }

    /// <summary>The process that runs now; null where none does.</summary>
    public int? Id { get; private set; }

    public int Restarts { get; private set; }

    /// <summary>The last line it wrote.</summary>
    public string LastLine { get; private set; } = string.Empty;

    /// <summary>Ends when the process has said for the first time that it is ready.</summary>
    public Task<string> ReadyAsync(CancellationToken cancellationToken) => _ready.Task.WaitAsync(cancellationToken);

    /// <summary>Keeps the process alive until it is asked to stop.</summary>
    /// <param name="stop">Asks.</param>
    /// <exception cref="ProcessFailedException">It does not stay alive.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        using var log = new StreamWriter(logPath, append: true) { AutoFlush = true };
        int failures = 0;
        while (!stop.IsCancellationRequested)
        {
            long began = clock.GetTimestamp();
            int exitCode = await OnceAsync(log, stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
            {
                break;
            }

            failures = clock.GetElapsedTime(began) > Steady ? 1 : failures + 1;
            if (failures >= MostFailuresInARow)
            {
                State = ProcessState.Failed;
                var failed = new ProcessFailedException(name, exitCode, logPath);
                _ready.TrySetException(failed);
                throw failed;
            }

            Restarts++;
            State = ProcessState.Restarting;
            TimeSpan pause = TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << (failures - 1), LongestPause.Ticks));
            Take(log, $"fdkt up: ended with code {exitCode}; starts again in {pause.TotalSeconds:0.0} s");
            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        State = ProcessState.Stopped;
    }

    private async Task<int> OnceAsync(StreamWriter log, CancellationToken stop)
    {
        ProcessStartInfo start = command();
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        State = ProcessState.Starting;
        using Process process = Process.Start(start)!;
        Id = process.Id;
        Task pump = Task.WhenAll(PumpAsync(process.StandardOutput, log), PumpAsync(process.StandardError, log));
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(process).ConfigureAwait(false);
        }

        Id = null;
        // What a child of the child holds open is not waited for.
        await pump.WaitAsync(StopLimit, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.ExitCode;
    }

    private static async Task StopAsync(Process process)
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(StreamReader reader, StreamWriter log)
    {
        while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            Take(log, line);
            if (ready.Match(line) is { Success: true } match)
            {
                State = ProcessState.Running;
                _ready.TrySetResult(match.Groups[^1].Value);
            }
        }
    }

    private void Take(StreamWriter log, string line)
    {
        lock (_logLock)
        {
            log.WriteLine(line);
            LastLine = line;
        }
    }
}

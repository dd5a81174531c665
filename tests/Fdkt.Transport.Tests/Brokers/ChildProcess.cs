using System.Diagnostics;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>A program that a test runs beside itself. Its output is kept for the message of a failure.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int Sigterm = 15;

    private readonly Process process;
    private readonly List<string> output = [];
    private readonly Lock gate = new();

    private ChildProcess(Process process) => this.process = process;

    public string Output
    {
        get
        {
            lock (gate)
            {
                return string.Join('\n', output);
            }
        }
    }

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start });
        child.process.OutputDataReceived += (_, line) => child.Add(line.Data);
        child.process.ErrorDataReceived += (_, line) => child.Add(line.Data);
        child.process.Start();
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Starts a program of .NET that lies beside the tests.</summary>
    public static ChildProcess StartDotnet(string assembly, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>>? environment = null) =>
        Start(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments], environment);

    /// <summary>Waits for a line that begins in a certain way, and returns its rest.</summary>
    public async Task<string> LineAsync(string beginning, CancellationToken cancellationToken)
    {
        string? found = null;
        await Eventually.HoldsAsync(
            () =>
            {
                found = Line(beginning);
                Assert.False(found is null && process.HasExited, $"The process ended: {Output}");
                return found is not null;
            },
            cancellationToken);
        return found![beginning.Length..];
    }

    /// <summary>Kills it as the kernel does, without a word.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Asks it to end and returns its exit code.</summary>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        using Process signal = Process.Start("kill", [$"-{Sigterm}", $"{process.Id}"]);
        return await ExitAsync(cancellationToken);
    }

    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            Kill();
        }

        process.Dispose();
    }

    private string? Line(string beginning)
    {
        lock (gate)
        {
            return output.Find(line => line.StartsWith(beginning, StringComparison.Ordinal));
        }
    }

    private void Add(string? line)
    {
        lock (gate)
        {
            if (line is not null)
            {
                output.Add(line);
            }
        }
    }
}

using System.Diagnostics;

namespace Fdkt.Mutation;

/// <summary>A process that runs tests with one mutant after another. One that hangs or dies is replaced.</summary>
/// <param name="program">The test program.</param>
/// <param name="testNamespace">Tests that count.</param>
internal sealed class Worker(string program, string testNamespace) : IDisposable
{
    private Process? _process;

    /// <summary>Runs tests with a mutant alive.</summary>
    /// <param name="mutant">The mutant.</param>
    /// <param name="tests">Numbers of the tests, in the order in which they are tried.</param>
    /// <param name="limit">A longer time kills the mutant.</param>
    /// <returns>What killed it; null where it lives on.</returns>
    public async Task<string?> TryAsync(Mutant mutant, IEnumerable<int> tests, TimeSpan limit)
    {
        if (mutant.IsStatic)
        {
            Stop();
        }

        _process ??= Start(mutant.IsStatic ? mutant.Id : 0);
        await _process.StandardInput.WriteLineAsync($"{mutant.Id} {string.Join(' ', tests)}");
        await _process.StandardInput.FlushAsync();
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            string? line = await _process.StandardOutput.ReadLineAsync(timeout.Token);
            if (mutant.IsStatic || line is null)
            {
                Stop();
            }

            return line is null ? "the process ended" : line.Split('\t')[1] is { Length: > 0 } killer ? killer : null;
        }
        catch (OperationCanceledException)
        {
            Stop();
            return "it took too long";
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private Process Start(int mutant)
    {
        Process process = Shell.Start("dotnet", [program, "kill", testNamespace], mutant);
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private void Stop()
    {
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            _process.Dispose();
            _process = null;
        }
    }
}

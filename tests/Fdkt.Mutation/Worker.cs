using System.Diagnostics;

namespace Fdkt.Mutation;

/// <summary>A process that runs tests with one mutant after another. One that hangs or dies is replaced.</summary>
/// <param name="program">The test program.</param>
/// <param name="testNamespace">Tests that count.</param>
internal sealed class Worker(string program, string testNamespace) : IDisposable
{
    // A machine that is busy with other things must not kill mutants.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const int Slower = 10;

    private Process? _process;

    /// <summary>Runs tests with a mutant alive.</summary>
    /// <param name="mutant">The mutant.</param>
    /// <param name="tests">The tests, in the order in which they are tried.</param>
    /// <returns>Number and name of the test that failed; a name alone where the process did not live on; null where the mutant does.</returns>
    public async Task<(int? Test, string Name)?> TryAsync(Mutant mutant, IReadOnlyList<TestRun> tests)
    {
        if (mutant.IsStatic)
        {
            Stop();
        }

        _process ??= Start(mutant.IsStatic ? mutant.Id : 0);
        await _process.StandardInput.WriteLineAsync($"{mutant.Id} {string.Join(' ', tests.Select(test => test.Number))}");
        await _process.StandardInput.FlushAsync();
        for (int passed = 0; ; passed++)
        {
            using var timeout = new CancellationTokenSource(Patience + (Slower * TimeSpan.FromSeconds(tests[Math.Min(passed, tests.Count - 1)].Seconds)));
            try
            {
                string? line = await _process.StandardOutput.ReadLineAsync(timeout.Token);
                if (line == ".")
                {
                    continue;
                }

                if (mutant.IsStatic || line is null)
                {
                    Stop();
                }

                return line is null ? (null, "the process ended") : Killer(line.Split('\t')[1]);
            }
            catch (OperationCanceledException)
            {
                Stop();
                return (null, "it took too long");
            }
        }
    }

    private static (int? Test, string Name)? Killer(string killer) => killer.Length == 0
        ? null
        : (int.Parse(killer.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), killer[(killer.IndexOf(' ', StringComparison.Ordinal) + 1)..]);

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

using System.Diagnostics;

namespace Fdkt.Mutation;

/// <summary>A process that runs tests with one mutant after another. One that hangs or dies is replaced.</summary>
/// <param name="program">The test program.</param>
/// <param name="testNamespace">Tests that count.</param>
internal sealed class Worker(string program, string testNamespace) : IDisposable
{
    // Counted in processor time: a machine that is busy with other things must not kill mutants.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Startup = TimeSpan.FromSeconds(60);
    private const int Slower = 10;

    // A process that uses next to none for so long waits for what never comes.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(0.05);
    private const int MostLooksAtStandstill = 120;

    private Process? _process;

    // A line of the process; null in it where the process has ended.
    private readonly record struct Answer(string? Line);

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

        if (_process is null)
        {
            _process = Start(mutant.IsStatic ? mutant.Id : 0);
            if (await AnswerAsync(_process, Startup) is not { Line: not null })
            {
                Stop();
                return mutant.IsStatic ? (null, "it does not start") : throw new InvalidOperationException($"{program} does not start.");
            }
        }

        await _process.StandardInput.WriteLineAsync($"{mutant.Id} {string.Join(' ', tests.Select(test => test.Number))}");
        await _process.StandardInput.FlushAsync();
        for (int passed = 0; ; passed++)
        {
            TimeSpan most = Patience + (Slower * TimeSpan.FromSeconds(tests[Math.Min(passed, tests.Count - 1)].Seconds));
            if (await AnswerAsync(_process, most) is not { } answer)
            {
                Stop();
                return (null, "it took too long");
            }

            if (answer.Line == ".")
            {
                continue;
            }

            if (mutant.IsStatic || answer.Line is null)
            {
                Stop();
            }

            return answer.Line is null ? (null, "the process ended") : Killer(answer.Line.Split('\t')[1]);
        }
    }

    // Null where a test takes too long.
    private static async Task<Answer?> AnswerAsync(Process process, TimeSpan most)
    {
        Task<string?> reading = process.StandardOutput.ReadLineAsync();
        TimeSpan begun = Used(process), lately = begun;
        for (int still = 0; still < MostLooksAtStandstill;)
        {
            try
            {
                return new Answer(await reading.WaitAsync(Look));
            }
            catch (TimeoutException)
            {
                TimeSpan now = Used(process);
                if (now - begun > most)
                {
                    return null;
                }

                still = now - lately > Standstill ? 0 : still + 1;
                lately = still == 0 ? now : lately;
            }
        }

        return null;
    }

    private static TimeSpan Used(Process process)
    {
        try
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero; // it has ended, which its output will say
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

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Fdkt.Mutation;

/// <summary>Tries every mutant of a campaign against the tests that reach it, quickest first, until one fails. Verdicts are kept, so a run that was stopped goes on.</summary>
/// <param name="root">The repository.</param>
/// <param name="folder">Folder of the copy and of the verdicts.</param>
/// <param name="campaign">What is changed.</param>
/// <param name="seconds">Most processor time of tests, as they run without a mutant, that is spent on a mutant.</param>
internal sealed class MutationRun(string root, string folder, Campaign campaign, double seconds)
{
    // Tests that killed mutants of a file are tried earlier on its others.
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, int>> _killers = new(StringComparer.Ordinal);
    private ILookup<string, int> _inFile = Array.Empty<Mutant>().ToLookup(mutant => mutant.File, mutant => mutant.Id, StringComparer.Ordinal);
    private readonly string _verdictFile = Path.Combine(folder, "verdicts.tsv");

    /// <summary>Runs the campaign.</summary>
    /// <param name="only">Part of a file name; only mutants of such files are tried.</param>
    /// <param name="again">Whether survivors of an earlier run are tried again.</param>
    /// <param name="workers">Processes at a time.</param>
    /// <returns>Mutants and what killed each; null where it lives on.</returns>
    public async Task<IReadOnlyList<(Mutant Mutant, string? Killer)>> RunAsync(string only, bool again, int workers)
    {
        var tree = new MutatedTree(root, folder, campaign);
        IReadOnlyList<Mutant> mutants = tree.Build();
        _inFile = mutants.ToLookup(mutant => mutant.File, mutant => mutant.Id, StringComparer.Ordinal);
        List<TestRun> tests = Cover(tree.Program, mutants.Count);
        Dictionary<string, string?> known = Known(again);
        // In an order that has nothing to do with the code, so that a part of a run is a fair sample of the whole.
        var queue = new ConcurrentQueue<Mutant>(mutants.Where(mutant => mutant.File.Contains(only, StringComparison.Ordinal) && !known.ContainsKey(mutant.Key)).OrderBy(mutant => SHA256.HashData(Encoding.UTF8.GetBytes(mutant.Key)), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))));
        int total = queue.Count, done = 0;
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(async _ =>
        {
            using var worker = new Worker(tree.Program, campaign.Namespace);
            while (queue.TryDequeue(out Mutant? mutant))
            {
                string? killer = await TryAsync(worker, mutant, tests);
                lock (gate)
                {
                    known[mutant.Key] = killer;
                    File.AppendAllText(_verdictFile, $"{mutant.Key}\t{killer}{Environment.NewLine}");
                    if (++done % 100 == 0 || killer is null)
                    {
                        Console.WriteLine($"{done}/{total}{(killer is null ? $" lives: {mutant.File}:{mutant.Line} {Short(mutant.Before)} -> {Short(mutant.After)}" : string.Empty)}");
                    }
                }
            }
        }));
        return [.. mutants.Where(mutant => known.ContainsKey(mutant.Key)).Select(mutant => (mutant, known[mutant.Key]))];
    }

    /// <summary>A piece of code on one line, cut.</summary>
    public static string Short(string code)
    {
        const int Longest = 90;
        string flat = string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return flat.Length == 0 ? "(left out)" : flat.Length <= Longest ? flat : $"{flat[..Longest]}…";
    }

    private async Task<string?> TryAsync(Worker worker, Mutant mutant, List<TestRun> tests)
    {
        // What runs once for a process is reached in one test only, whoever needs it later: any test may notice, and first those that reach the file.
        IEnumerable<TestRun> reaching = mutant.IsStatic
            ? tests
            : tests.Where(test => test.Reached.Contains(mutant.Id));
        ConcurrentDictionary<int, int> killers = _killers.GetOrAdd(mutant.File, _ => new());
        TestRun[] tried =
        [
            .. Affordable(reaching.OrderBy(test => mutant.IsStatic && !test.Reached.Overlaps(_inFile[mutant.File]))
                .ThenBy(test => test.Seconds / (1 + killers.GetValueOrDefault(test.Number)))),
        ];
        if (tried.Length == 0 || await worker.TryAsync(mutant, tried) is not { } killer)
        {
            return null;
        }

        if (killer.Test is { } number)
        {
            killers.AddOrUpdate(number, 1, (_, kills) => kills + 1);
        }

        return killer.Name;
    }

    // A mutant that lives through so much is counted as living: more tests could only raise the count of the killed.
    private IEnumerable<TestRun> Affordable(IEnumerable<TestRun> tests)
    {
        double spent = 0;
        foreach (TestRun test in tests)
        {
            if (spent > 0 && spent + test.Seconds > seconds)
            {
                yield break;
            }

            spent += test.Seconds;
            yield return test;
        }
    }

    private List<TestRun> Cover(string program, int mutants)
    {
        // The same program covers the same: what was found out once is kept.
        string kept = Path.Combine(folder, $"cover-{mutants}-{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(program)))[..12]}.tsv");
        int exitCode = 0;
        string output = File.Exists(kept)
            ? File.ReadAllText(kept)
            : Shell.Run("dotnet", [program, "cover", campaign.Namespace, mutants.ToString(CultureInfo.InvariantCulture)], out exitCode);
        List<TestRun> tests = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(TestRun.Parse).OfType<TestRun>()];
        if (exitCode != 0 || tests.Count == 0)
        {
            throw new InvalidOperationException($"The tests cannot be run: {output}");
        }

        File.WriteAllText(kept, output);
        foreach (TestRun failing in tests.Where(test => test.Fails))
        {
            Console.WriteLine($"  fails without a mutant and is not counted: {failing.Name}");
        }

        tests.RemoveAll(test => test.Fails);
        foreach (TestRun slow in tests.OrderByDescending(test => test.Seconds).Take(5))
        {
            Console.WriteLine(FormattableString.Invariant($"  {slow.Seconds:0.0} s {slow.Name}"));
        }

        Console.WriteLine($"{campaign.Name}: {tests.Count} tests, {tests.Sum(test => test.Seconds):0} s, reach {tests.SelectMany(test => test.Reached).Distinct().Count()} of {mutants} mutants");
        return tests;
    }

    private Dictionary<string, string?> Known(bool again)
    {
        var known = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (string[] parts in File.Exists(_verdictFile) ? File.ReadAllLines(_verdictFile).Select(line => line.Split('\t')) : [])
        {
            known[parts[0]] = parts[1].Length > 0 ? parts[1] : null;
        }

        return again ? known.Where(pair => pair.Value is not null).ToDictionary() : known;
    }
}

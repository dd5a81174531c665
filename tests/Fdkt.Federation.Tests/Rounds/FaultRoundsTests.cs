using System.Globalization;
using Fdkt.Contracts.Federation;
using Fdkt.Federation.Tests.Harness;

namespace Fdkt.Federation.Tests.Rounds;

/// <summary>Rounds under fire. FDKT_FAULT_ROUNDS says how many (default 3), FDKT_FAULT_SEED where the seeds begin, FDKT_FAULT_PROGRAM which build is under test.</summary>
public sealed class FaultRoundsTests(ITestOutputHelper output)
{
    private const int RoundsOfAFederation = 6;

    [Fact]
    public async Task Rounds_UnderFire_KeepEveryInvariant()
    {
        int rounds = Number("FDKT_FAULT_ROUNDS", 3);
        int seed = Number("FDKT_FAULT_SEED", 1);
        ProgramFolder programs = Environment.GetEnvironmentVariable("FDKT_FAULT_PROGRAM") is { Length: > 0 } path ? new ProgramFolder(path) : ProgramFolder.OfTests;
        var faults = new List<string>();
        for (int done = 0; done < rounds; done += RoundsOfAFederation, seed++)
        {
            faults.AddRange(await FederationAsync(seed, Math.Min(RoundsOfAFederation, rounds - done), programs, TestContext.Current.CancellationToken));
        }

        Assert.Empty(faults);
    }

    private async Task<IReadOnlyList<string>> FederationAsync(int seed, int rounds, ProgramFolder programs, CancellationToken cancellationToken)
    {
        var script = new FaultScript(seed);
        await using FaultyFederation federation = await FaultyFederation.StartAsync(script, FaultRound.File, programs);
        var invariants = new Invariants(federation);
        var outcomes = new List<RoundOutcome>();
        var faults = new List<string>();
        for (int i = 1; i <= rounds; i++)
        {
            string id = $"s{seed}-r{i}";
            IReadOnlyList<(TimeSpan After, string Process)> kills = script.Kills([.. federation.Processes.Select(process => process.Name)]);
            RoundOutcome? outcome = await FaultRound.RunAsync(federation, id, kills, cancellationToken);
            faults.AddRange(invariants.OfEnd(id, outcome));
            outcomes.AddRange(outcome is null ? [] : [outcome]);
            faults.AddRange(await invariants.OfJournalAsync(outcome, cancellationToken));
            faults.AddRange(await invariants.OfArtifactsAsync(cancellationToken));
            faults.AddRange(await invariants.OfLedgersAsync(outcomes, cancellationToken));
            string killed = string.Join(", ", kills.Select(kill => FormattableString.Invariant($"{kill.Process} at {kill.After.TotalSeconds:0.0} s")));
            string clients = string.Join(", ", outcome?.Clients.Select(client => $"{client.Phase}{(client.Reason is { } reason ? $" ({reason})" : string.Empty)}") ?? []);
            output.WriteLine(FormattableString.Invariant($"seed {seed}, round {i}: {outcome?.Phase.ToString() ?? "no end"}; clients: {clients}; killed: {(killed.Length == 0 ? "nobody" : killed)}; faults so far: {faults.Count}"));
        }

        faults.AddRange(await invariants.OfQueuesAsync(cancellationToken));
        if (faults.Count > 0)
        {
            Report(federation, faults);
        }

        return faults;
    }

    private void Report(FaultyFederation federation, IEnumerable<string> faults)
    {
        foreach (string fault in faults)
        {
            output.WriteLine(fault);
        }

        foreach (string process in federation.Processes.Select(process => process.Name))
        {
            output.WriteLine($"--- {process}, last lines");
            output.WriteLine(string.Join('\n', federation.Log(process).TakeLast(25)));
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out int value) ? value : otherwise;
}

using System.Globalization;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Statements;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Synthesis;

namespace Fdkt.Cli.Runs;

/// <summary>Lets one client release its demonstrations, once: a resumed run takes what was released before. A statement of what it costs lies beside it.</summary>
internal sealed class ReleaseStage(SynthesisStage synthesis, RoundFile round, int classes, RunFolder folder, BaseModel? baseModel, RunLedger? ledger)
{
    public async Task<ClientRelease> RunAsync(ClientRecords client, int seed, string title, CancellationToken cancellationToken)
    {
        string name = $"seed-{seed}-{client.Name}-release";
        if (folder.Read(name, RunJsonContext.Default.StoredRelease) is not { } stored)
        {
            SynthesisPlan plan = SynthesisStage.Plan(round.Privacy, round.Synthesis, client.Rows.Count, classes, seed);
            // A run that is stopped from here on has charged this release, and makes another one when it goes on: the first may have been seen.
            string id = Guid.NewGuid().ToString("N");
            ledger?.Reserve(id, plan.Events, plan.Options.Delta);
            SynthesisResult result = await synthesis.RunAsync(client, plan, title, cancellationToken).ConfigureAwait(false);
            string content = await StateAsync(client, plan, result, seed, cancellationToken).ConfigureAwait(false);
            var charge = new ReleaseCharge(id, plan.Events, plan.Options.Delta, content);
            stored = new StoredRelease(client.Name, result.Demos, result.Privacy, result.Stage, charge, result.Sums);
            await folder.WriteAsync(name, stored, RunJsonContext.Default.StoredRelease, cancellationToken).ConfigureAwait(false);
        }

        ledger?.Commit(stored.Charge);
        return new ClientRelease(SynthesisResult.Release(client.Name, stored.Demos, stored.Privacy), stored.Privacy, stored.Stage, stored.Charge, stored.Sums);
    }

    // Before the release is kept: where there is a release, there is its statement.
    private async Task<string> StateAsync(ClientRecords client, SynthesisPlan plan, SynthesisResult result, int seed, CancellationToken cancellationToken)
    {
        string name = $"seed-{seed}-{client.Name}";
        string content = await folder.WriteReleaseAsync(name, result.Demos, cancellationToken).ConfigureAwait(false);
        var lineage = new Dictionary<string, string>
        {
            ["task"] = round.Task.Name,
            ["seed"] = seed.ToString(CultureInfo.InvariantCulture),
            [StatementFolder.ContentKey] = content,
        };
        folder.Statements.Write(name, StatementFolder.State(client.Name, $"{round.Task.Name}/{name}", plan, BaseModelLineage.Add(lineage, baseModel)));
        return content;
    }
}

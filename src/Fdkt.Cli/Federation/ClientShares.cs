using System.Globalization;
using System.Text.Json;
using Fdkt.Cli.Commands;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Files;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Cli.Federation;

/// <summary>Plays the data owners of a federation on one machine: deals the rows of a round into a folder for each client, as <c>fdkt run</c> deals them in memory.</summary>
/// <param name="inputs">The rows.</param>
/// <param name="round">The round, complete.</param>
internal sealed class ClientShares(RunInputs inputs, RoundFile round)
{
    /// <summary>File of a client's private rows; each repetition deals anew, so each has its file.</summary>
    public const string PrivateFile = "private-{seed}.jsonl";

    /// <summary>Field of the user in a file of private rows, where the round protects users.</summary>
    public const string UserField = "user";

    /// <summary>File of the rows that a client measures accuracy on.</summary>
    public const string TestFile = "test.jsonl";

    // The ledger composes the same events in the same way; a little room keeps rounding from deciding.
    private const double Room = 1.01;

    // What each repetition deals, by seed.
    private readonly Lazy<IReadOnlyList<(int Seed, IReadOnlyList<ClientRecords> Clients)>> _dealt = new(
        () => [.. round.Seeds.Values.Select(seed => (seed, ClientDealer.Deal(inputs.Private, inputs.Labels.Count, round.Clients, seed, inputs.Users)))]);

    /// <summary>The clients, in the order of the report.</summary>
    public IReadOnlyList<string> Names => [.. _dealt.Value[0].Clients.Select(client => client.Name)];

    /// <summary>δ of each release and of all together.</summary>
    public double Delta => round.Privacy.Delta.Resolve(Records);

    /// <summary>Records that each client declares: the number that it is to have. Where users are dealt whole, it may have a few less.</summary>
    public int Records => ClientDealer.RecordsOfEach(inputs.Private.Count, round.Clients);

    /// <summary>What all repetitions together cost a client, composed, with a little room: each is a release of its own.</summary>
    public double EpsilonTotal()
    {
        IEnumerable<PrivacyEvent> events = round.Seeds.Values.SelectMany(seed => SynthesisStage.Plan(round.Privacy, round.Synthesis, Records, inputs.Labels.Count, seed).Events);
        return Room * PrivacyAccounting.Account([.. events], Delta).EpsilonPld;
    }

    /// <summary>Writes the rows of every client.</summary>
    /// <param name="clientsFolder">Holds a folder for each client, by name.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    public async Task WriteAsync(string clientsFolder, CancellationToken cancellationToken)
    {
        foreach ((int seed, IReadOnlyList<ClientRecords> clients) in _dealt.Value)
        {
            string file = PrivateFile.Replace("{seed}", seed.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
            foreach (ClientRecords client in clients)
            {
                await WriteAsync(Path.Combine(clientsFolder, client.Name), file, client.Rows, client.Users, cancellationToken).ConfigureAwait(false);
            }
        }

        foreach (string name in Names)
        {
            await WriteAsync(Path.Combine(clientsFolder, name), TestFile, inputs.Test, users: null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(string folder, string file, IReadOnlyList<Example> rows, IReadOnlyList<string?>? users, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<string> lines = LabelNumbers.Name(rows, inputs.Labels).Select((row, i) => users is null
            ? JsonSerializer.Serialize(row, FederationJsonContext.Default.LabelledText)
            : JsonLine.Of(writer =>
            {
                writer.WriteString("text", row.Text);
                writer.WriteString("label", row.Label);
                // A blank name is that of a user of its own; the field is always there, since a reader looks for it in the first line.
                writer.WriteString(UserField, users[i] ?? string.Empty);
            }));
        await AtomicFile.WriteTextAsync(Path.Combine(folder, file), string.Join('\n', lines) + "\n", cancellationToken).ConfigureAwait(false);
    }
}

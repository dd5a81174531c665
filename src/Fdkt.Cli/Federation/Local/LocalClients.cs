using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Files;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Cli.Federation.Local;

/// <summary>The clients of a local federation: each gets a folder as a data owner would make it, and is enrolled.</summary>
/// <param name="folder">Where the folders are.</param>
/// <param name="round">The round whose rows they hold.</param>
/// <param name="baseDirectory">What the round's relative paths are relative to.</param>
internal sealed class LocalClients(LocalFolder folder, PreparedRound round, string baseDirectory)
{
    private readonly ClientShares _shares = new(round.Inputs, round.Round);

    /// <summary>Names, in the order of the report.</summary>
    public IReadOnlyList<string> Names => _shares.Names;

    /// <summary>Makes the folders that are missing. Those that are there keep key, policy and ledger: what was spent stays spent.</summary>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <exception cref="UserErrorException">The folders hold the rows of another round.</exception>
    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        string dealt = Fingerprint();
        if (File.Exists(folder.DealtFile))
        {
            if (await File.ReadAllTextAsync(folder.DealtFile, cancellationToken).ConfigureAwait(false) != dealt)
            {
                throw new UserErrorException(
                    ExitCode.InvalidInput, $"{folder.Clients}: these clients hold other rows than this round deals", "Their ledgers are for those rows: give another folder with --out.");
            }
        }
        else
        {
            await _shares.WriteAsync(folder.Clients, cancellationToken).ConfigureAwait(false);
            await AtomicFile.WriteTextAsync(folder.DealtFile, dealt, cancellationToken).ConfigureAwait(false);
        }

        double total = _shares.EpsilonTotal();
        foreach (string name in Names.Where(name => !File.Exists(Path.Combine(folder.Client(name), ClientFolder.SettingsFile))))
        {
            var data = new DataSection(new DataSource(ClientShares.PrivateFile), new DataSource(ClientShares.TestFile), User: round.Round.Privacy.RecordsPerUser is null ? null : ColumnReference.ByName(ClientShares.UserField));
            var policy = new ClientPolicy(
                EpsilonPerRound: total, EpsilonTotal: total, _shares.Records, _shares.Delta, round.Round.Privacy.RecordsPerUser,
                round.Round.Augmentation.ClientFilter, round.Round.Augmentation.ClientFilterThreshold);
            ClientFolder.Create(folder.Client(name), new ClientSettings(
                ClientSettings.CurrentSchemaVersion, new ClientId(name), data, [RoundOrder.TaskOf(round.Round)], round.Inputs.Labels, policy, Student(), Encoder()));
        }
    }

    /// <summary>Enrols all clients.</summary>
    public async Task EnrolAsync(ClientRegistry registry, CancellationToken cancellationToken)
    {
        foreach (string name in Names)
        {
            ClientRegistration wanted = Enrolment.Of(ClientFolder.Open(folder.Client(name)), tasks: null, round.Round.Privacy.Epsilon, maximumRows: null);
            await registry.EnrolAsync(wanted, replace: false, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The student of the round as a client's own setting: a path of its own disk.</summary>
    private StudentSection? Student() => round.Round.Training.Student is { } student
        ? student with { Checkpoint = StudentTrainers.FolderOf(student.Checkpoint!, baseDirectory, "training.student.checkpoint") }
        : null;

    /// <summary>The encoder of the round as a client's own setting; null for the built-in one.</summary>
    private EncoderSection? Encoder() => round.Round.Encoder switch
    {
        { Folder: { } own } encoder => encoder with { Folder = Path.GetFullPath(own, baseDirectory) },
        { Kind: EncoderKind.BuiltIn } => null,
        var encoder => encoder,
    };

    /// <summary>Changes with every row and with what decides who gets it.</summary>
    private string Fingerprint() => InputFingerprint.Of(
        JsonSerializer.Serialize(round.Round with { Data = null, Federation = new FederationSection() }, RoundJsonContext.Default.RoundFile),
        round.Inputs.Private.Concat(round.Inputs.Test).Select(row => $"{row.Label}\t{row.Text}").Concat(round.Inputs.Users?.Select(user => $"\t{user}") ?? []));
}

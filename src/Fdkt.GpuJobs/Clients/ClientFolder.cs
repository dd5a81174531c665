using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Statements;
using Fdkt.Learning.Files;

namespace Fdkt.GpuJobs.Clients;

/// <summary>
/// The folder of a client, beside or around its private rows: <c>client.json</c>, <c>key.pem</c>, <c>coins.key</c>, <c>ledger.jsonl</c>, <c>notes.jsonl</c>, <c>releases/</c>,
/// <c>statements/</c> and <c>evaluations/</c>. Nothing in it but what lies in <c>releases/</c> ever leaves.
/// </summary>
public sealed class ClientFolder
{
    /// <summary>Name of the settings file.</summary>
    public const string SettingsFile = "client.json";

    private const string EvaluationFolder = "evaluations";
    private const string KeyFile = "key.pem";
    private const string CoinsFile = "coins.key";
    private const string LedgerFile = "ledger.jsonl";
    private const string NotesFile = "notes.jsonl";

    private ClientFolder(string path, ClientSettings settings) => (Path, Settings) = (path, settings);

    /// <summary>The folder, absolute.</summary>
    public string Path { get; }

    /// <summary>What the owner set up.</summary>
    public ClientSettings Settings { get; }

    /// <summary>The privacy ledger; made when the client is set up, and never again.</summary>
    public string LedgerPath => In(LedgerFile);

    /// <summary>Releases that were made, each kept as it leaves.</summary>
    public ArtifactFolder Releases => new(In("releases"));

    /// <summary>The full privacy statement of each release, by the name of its job.</summary>
    public StatementFolder Statements => new(In("statements"));

    /// <summary>Sets a client up: folder, key, ledger and settings. A key or ledger that is there is kept.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="clock">Dates the ledger's first entry; null for the system's.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="ClientFolderException">A setting is out of range, or a client is set up there already.</exception>
    /// <exception cref="Privacy.Ledger.LedgerBehindException">The folder holds releases or statements that its ledger, or none, has charged.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static ClientFolder Create(string path, ClientSettings settings, TimeProvider? clock = null)
    {
        string full = System.IO.Path.GetFullPath(path);
        string file = System.IO.Path.Combine(full, SettingsFile);
        ClientSettingsRules.Check(file, settings);
        if (File.Exists(file))
        {
            throw new ClientFolderException(file, "a client is set up here already", "Change its settings there, or give another folder.");
        }

        Directory.CreateDirectory(full);
        var made = new ClientFolder(full, settings);
        string keyFile = System.IO.Path.Combine(full, KeyFile);
        using (ClientKey key = File.Exists(keyFile) ? ClientKey.Open(keyFile) : ClientKey.Create(keyFile))
        {
            CoinsKey.OpenOrCreate(System.IO.Path.Combine(full, CoinsFile));
            ClientLedger.MakeFirst(made, clock ?? TimeProvider.System);
            // Last, so that a folder with settings has its key and its ledger.
            AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, settings, ClientJsonContext.Default.ClientSettings));
        }

        return made;
    }

    /// <summary>Opens a client's folder.</summary>
    /// <param name="path">The folder.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="ClientFolderException">No client is set up there, or its settings cannot be used.</exception>
    public static ClientFolder Open(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        string file = System.IO.Path.Combine(full, SettingsFile);
        if (!File.Exists(file))
        {
            throw new ClientFolderException(file, "no client is set up here", "Set one up with 'fdkt client init', or give its folder.");
        }

        try
        {
            ClientSettings settings = JsonSerializer.Deserialize(File.ReadAllBytes(file), ClientJsonContext.Default.ClientSettings)
                ?? throw new ClientFolderException(file, "the file holds nothing", "Restore it from a copy.");
            ClientSettingsRules.Check(file, settings);
            return new ClientFolder(full, settings);
        }
        catch (JsonException error)
        {
            throw new ClientFolderException(
                file, $"the file does not fit the form of settings{Missing(error) ?? $" at line {error.LineNumber + 1}, byte {error.BytePositionInLine}"}", "Mend it; docs/worker.md shows an example.", error);
        }
    }

    /// <summary>The fields that are missing, which are names of this contract; null where the fault is another, whose message may hold bytes of the file.</summary>
    private static string? Missing(JsonException error)
    {
        const string Before = "missing required properties including: ";
        int at = error.Message.IndexOf(Before, StringComparison.Ordinal);
        return at < 0 ? null : $": it lacks {error.Message[(at + Before.Length)..].TrimEnd('.')}";
    }

    /// <summary>Reads the settings anew, so that an edit counts from the next job on.</summary>
    /// <returns>The folder as it is now.</returns>
    /// <exception cref="ClientFolderException">The settings can't be used.</exception>
    public ClientFolder Reread() => Open(Path);

    /// <summary>The coins that decide what happens to each row, under a secret key of this folder; made where it is missing.</summary>
    /// <exception cref="ClientFolderException">The key is damaged.</exception>
    public KeyedCoins OpenCoins() => new(CoinsKey.OpenOrCreate(In(CoinsFile)));

    /// <summary>What the owner should know and nobody else.</summary>
    /// <param name="clock">Dates the notes.</param>
    internal OwnerNotes Notes(TimeProvider clock) => new(In(NotesFile), clock);

    /// <summary>How many trainings were done: each left what it measured.</summary>
    internal int CountEvaluations() => Directory.Exists(In(EvaluationFolder)) ? Directory.GetFiles(In(EvaluationFolder), "*.json", SearchOption.AllDirectories).Length : 0;

    /// <summary>Opens the client's key.</summary>
    /// <returns>The key. The caller disposes it.</returns>
    /// <exception cref="ClientFolderException">The key is missing or damaged.</exception>
    public ClientKey OpenKey()
    {
        string file = In(KeyFile);
        return File.Exists(file) ? ClientKey.Open(file) : throw new ClientFolderException(file, "the client's key is missing", "Restore it from a copy, or set the client up anew and enrol its new key.");
    }

    /// <summary>What a training measured; null where none is kept, or where what is kept cannot be read: then it is measured again.</summary>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    public Evaluation? ReadEvaluation(RoundId round, int seed)
    {
        string file = EvaluationFile(round, seed);
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), ClientJsonContext.Default.Evaluation);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps what a training measured. It stays here.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="IOException">Writing failed.</exception>
    public void WriteEvaluation(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        string file = EvaluationFile(evaluation.Round, evaluation.Seed);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, evaluation, ClientJsonContext.Default.Evaluation));
    }

    private string EvaluationFile(RoundId round, int seed) =>
        In(System.IO.Path.Combine(EvaluationFolder, round.Value, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seed}.json")));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

namespace Fdkt.Cli.Federation.Local;

/// <summary>Where a local federation keeps its things. One process at a time: the folder is locked while it is open.</summary>
internal sealed class LocalFolder : IDisposable
{
    private readonly FileStream _lock;

    private LocalFolder(string root, FileStream held) => (Root, _lock) = (root, held);

    public string Root { get; }

    public string SettingsFile => Path.Combine(Root, FederationSettings.FileName);

    public string Model => Path.Combine(Root, "model");

    public string Clients => Path.Combine(Root, "clients");

    public string Storage => Path.Combine(Root, "storage");

    public string Broker => Path.Combine(Root, "broker");

    public string LanguageModel => Path.Combine(Root, "llm");

    /// <summary>Names the rows that the clients' folders were dealt from.</summary>
    public string DealtFile => Path.Combine(Clients, "dealt.sha256");

    /// <summary>Makes the folders that are missing and takes the lock.</summary>
    /// <exception cref="Errors.UserErrorException">Another process has it.</exception>
    public static LocalFolder Open(string root)
    {
        Directory.CreateDirectory(root);
        try
        {
            var held = new FileStream(Path.Combine(root, "up.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            var folder = new LocalFolder(root, held);
            foreach (string made in (string[])[folder.Clients, folder.Storage, folder.Broker, folder.Logs])
            {
                Directory.CreateDirectory(made);
            }

            return folder;
        }
        catch (IOException error)
        {
            throw new Errors.UserErrorException(Errors.ExitCode.InputOutput, $"{root}: another federation runs in this folder", "Stop it, or give another folder with --out.", error);
        }
    }

    /// <summary>The log of a process.</summary>
    public string Log(string process) => Path.Combine(Logs, $"{process}.log");

    /// <summary>The folder of a client.</summary>
    public string Client(string name) => Path.Combine(Clients, name);

    public void Dispose() => _lock.Dispose();

    private string Logs => Path.Combine(Root, "logs");
}

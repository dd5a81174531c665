using Fdkt.Cli.Commands;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.DevelopmentBroker.PeekLock;
using Fdkt.Tests.Messaging;
using Fdkt.Transport.Artifacts.Folder;
using Fdkt.Transport.Documents.Folder;
using Fdkt.Transport.Inbox.Memory;
using Fdkt.Transport.Journal.Folder;
using Spectre.Console;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>A federation in a folder and in memory, and command lines against it.</summary>
internal sealed class TestFederation : IDisposable
{
    public TemporaryFolder Folder { get; } = new();

    public FolderDocumentStore Documents => new(StorePath);

    public FolderArtifactStore Artifacts => new(StorePath);

    public MemoryDemoInbox Inbox { get; } = new(TimeProvider.System);

    public MemoryJobQueue Queue { get; } = new(new PeekLockOptions(), TimeProvider.System);

    /// <summary>Environment variables that commands see.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Where the last command looked for the federation.</summary>
    public FederationSettings? Settings { get; private set; }

    private string StorePath => System.IO.Path.Combine(Folder.Path, "store");

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 120;
        var context = new CommandContext(
            () => throw new NotSupportedException(), () => throw new NotSupportedException(), output, error, console, IsTerminal: false, Folder.Path, TimeProvider.System)
        {
            Variable = name => Variables.GetValueOrDefault(name),
            Connect = (settings, _) =>
            {
                Settings = settings;
                // The queue outlives the command; a command closes what it was given.
                return new FederationConnection(() => new BorrowedQueue(Queue), () => new FederationStores(Artifacts, Documents, new FolderRoundJournalStore(StorePath), () => Inbox));
            },
        };
        int exitCode = await FdktCommand.InvokeAsync(FdktCommand.Create(context), arguments, context, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    public Task PutAsync(RoundStatus status) =>
        Documents.TryReplaceAsync(DocumentPath.Status(status.Round), status, FederationJsonContext.Default.RoundStatus, null, TestContext.Current.CancellationToken);

    public void Dispose() => Folder.Dispose();
}

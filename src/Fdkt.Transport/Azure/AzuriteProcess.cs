using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Fdkt.Transport.Azure;

/// <summary>A running storage emulator. It ends when this object is disposed, and when this process dies.</summary>
public sealed partial class AzuriteProcess : IAsyncDisposable
{
    // Published by Microsoft for the emulator; it opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private AzuriteProcess(Process process, int blobPort, int queuePort)
    {
        _process = process;
        (BlobPort, QueuePort) = (blobPort, queuePort);
        ConnectionString = ConnectionStringFor(blobPort, queuePort);
    }

    /// <summary>Connects to it.</summary>
    public string ConnectionString { get; }

    /// <summary>Port of the blob service on this machine.</summary>
    public int BlobPort { get; }

    /// <summary>Port of the queue service on this machine.</summary>
    public int QueuePort { get; }

    /// <summary>Its process id.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Its end tells the process to stop.</summary>
    internal StreamWriter StandardInput => _process.StandardInput;

    /// <summary>Ends when the process does.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>The connection string of an emulator on this machine, or of something that stands before it.</summary>
    /// <param name="blobPort">Port of the blob service.</param>
    /// <param name="queuePort">Port of the queue service.</param>
    public static string ConnectionStringFor(int blobPort, int queuePort) => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{blobPort}/{Account};QueueEndpoint=http://127.0.0.1:{queuePort}/{Account};");

    /// <summary>The line with which it says that all its services listen, the last one that it writes at its start.</summary>
    public const string ReadyLine = "Azurite Table service is successfully listening";

    /// <summary>Installs it where that was not done before; for those who start and restart it themselves. It ends with its standard input.</summary>
    /// <param name="options">How.</param>
    /// <param name="blobPort">Port of the blob service; 0 for any that is free.</param>
    /// <param name="queuePort">Port of the queue service; 0 for any that is free.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What to start.</returns>
    /// <exception cref="AzuriteUnavailableException">npm is missing, or it did not install.</exception>
    public static async Task<ProcessStartInfo> CommandAsync(AzuriteOptions options, int blobPort, int queuePort, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        string folder = await AzuriteInstallation.EnsureAsync(options, cancellationToken).ConfigureAwait(false);
        string[] persistence = options.DataFolder is { } data ? ["--location", Path.GetFullPath(data)] : ["--inMemoryPersistence"];
        string[] ports = ["--blobPort", Text(blobPort), "--queuePort", Text(queuePort), "--tablePort", "0"];
        return new ProcessStartInfo(options.Node, [Path.Combine(folder, "start.js"), "--silent", "--disableTelemetry", "--skipApiVersionCheck", .. ports, .. persistence]) { WorkingDirectory = folder };
    }

    /// <summary>Installs it where that was not done before, starts it on free ports, and waits until it listens.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AzuriteUnavailableException">Node or npm is missing, or it did not install or start.</exception>
    public static async Task<AzuriteProcess> StartAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ProcessStartInfo start = await CommandAsync(options, 0, 0, cancellationToken).ConfigureAwait(false);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Process process = AzuriteInstallation.Start(start, "Node 20 or later is needed to run the storage emulator");
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartLimit);
            return await ListeningAsync(process, limit.Token).ConfigureAwait(false);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            StandardInput.Close();
            using var limit = new CancellationTokenSource(StopLimit);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);

    private static async Task<AzuriteProcess> ListeningAsync(Process process, CancellationToken cancellationToken)
    {
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        var errors = new List<string>();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.Add(line.Data ?? string.Empty);
            }
        };
        process.BeginErrorReadLine();
        while (!ports.ContainsKey("Table"))
        {
            string? line = await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (line is null)
            {
                await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
                throw new AzuriteUnavailableException($"The storage emulator stopped while starting (exit code {process.ExitCode}): {string.Join(' ', errors).Trim()}");
            }

            if (Listening().Match(line) is { Success: true } match)
            {
                ports[match.Groups["service"].Value] = int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
            }
        }

        // Whatever it says later must not fill the pipe and stop it.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        return new AzuriteProcess(process, ports["Blob"], ports["Queue"]);
    }

    [GeneratedRegex(@"Azurite (?<service>\w+) service is successfully listening at http://127\.0\.0\.1:(?<port>\d+)")]
    private static partial Regex Listening();
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Json;
using Fdkt.GpuJobs.Statements;
using Fdkt.Learning.Files;

namespace Fdkt.Cli.Runs;

/// <summary>Finished stages in the output folder. They count only for the very same inputs, which a fingerprint tells.</summary>
internal sealed class RunFolder
{
    private readonly string _folder;
    private readonly string _releases;
    private readonly string _output;
    private readonly bool _resume;

    private RunFolder(string folder, string output, bool resume)
    {
        (_folder, _output, _releases, _resume) = (folder, output, Path.Combine(output, "releases"), resume);
        Statements = new StatementFolder(Path.Combine(output, "statements"));
    }

    /// <summary>The privacy statement of each release.</summary>
    public StatementFolder Statements { get; }

    /// <summary>Where a client's classifier goes.</summary>
    /// <param name="client">Name of the client.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="isFirst">Whether it is the first of the run: that one is the client's model, the others stand beside it.</param>
    public string ModelOf(string client, int seed, bool isFirst) =>
        Path.Combine(_output, "clients", client, isFirst ? "model" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"model-seed-{seed}"));

    /// <summary>Opens the stages of a run.</summary>
    /// <param name="outputDirectory">Folder of the run.</param>
    /// <param name="fingerprint">Text that changes with anything that changes results.</param>
    /// <param name="resume">False ignores what is there.</param>
    public static RunFolder Open(string outputDirectory, string fingerprint, bool resume)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)))[..16];
        string folder = Path.Combine(outputDirectory, "stages", hash);
        Directory.CreateDirectory(folder);
        return new RunFolder(folder, outputDirectory, resume);
    }

    /// <summary>Reads a finished stage. Null where there is none, or where it cannot be read: then it is made again.</summary>
    public T? Read<T>(string name, JsonTypeInfo<T> type)
        where T : class
    {
        string path = PathOf(name);
        if (!_resume || !File.Exists(path))
        {
            return null;
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a finished stage: whole or not at all.</summary>
    public Task WriteAsync<T>(string name, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        AtomicFile.WriteTextAsync(PathOf(name), JsonSerializer.Serialize(value, type), cancellationToken);

    /// <summary>Keeps released texts as JSON lines, in the run's folder of releases.</summary>
    /// <returns>SHA-256 of the file, in lower-case hexadecimal.</returns>
    public async Task<string> WriteReleaseAsync(string name, IReadOnlyList<LabelledText> rows, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_releases);
        string lines = string.Concat(rows.Select(row => JsonSerializer.Serialize(row, FederationJsonContext.Default.LabelledText) + "\n"));
        await AtomicFile.WriteTextAsync(Path.Combine(_releases, name + ".jsonl"), lines, cancellationToken).ConfigureAwait(false);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)));
    }

    private string PathOf(string name) => Path.Combine(_folder, name + ".json");
}

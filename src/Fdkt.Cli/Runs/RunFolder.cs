using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Fdkt.Learning.Files;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Runs;

/// <summary>Finished stages in the output folder. They count only for the very same inputs, which a fingerprint tells.</summary>
internal sealed class RunFolder
{
    private readonly string _folder;
    private readonly string _statements;
    private readonly bool _resume;

    private RunFolder(string folder, string statements, bool resume) => (_folder, _statements, _resume) = (folder, statements, resume);

    /// <summary>Opens the stages of a run.</summary>
    /// <param name="outputDirectory">Folder of the run.</param>
    /// <param name="fingerprint">Text that changes with anything that changes results.</param>
    /// <param name="resume">False ignores what is there.</param>
    public static RunFolder Open(string outputDirectory, string fingerprint, bool resume)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint)))[..16];
        string folder = Path.Combine(outputDirectory, "stages", hash);
        Directory.CreateDirectory(folder);
        return new RunFolder(folder, Path.Combine(outputDirectory, "statements"), resume);
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

    /// <summary>Keeps a privacy statement in the run's folder of statements, for machines and for people.</summary>
    public async Task WriteStatementAsync(string name, ReleaseStatement statement, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_statements);
        await AtomicFile.WriteTextAsync(Path.Combine(_statements, name + ".json"), statement.ToJson(), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(_statements, name + ".txt"), StatementText.Words(statement), cancellationToken).ConfigureAwait(false);
    }

    private string PathOf(string name) => Path.Combine(_folder, name + ".json");
}

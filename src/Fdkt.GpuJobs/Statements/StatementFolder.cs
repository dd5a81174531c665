using System.Text;
using System.Text.Json;
using Fdkt.Learning.Files;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Statements;

/// <summary>Full privacy statements, one for each release, as JSON and in words. Written before the release is kept: where there is a release, there is its statement.</summary>
/// <param name="path">The folder; it comes to be with the first statement.</param>
public sealed class StatementFolder(string path)
{
    /// <summary>The entry of a statement's lineage with the SHA-256 of the released bytes.</summary>
    public const string ContentKey = "content sha256";

    /// <summary>States a release.</summary>
    /// <param name="client">Whose records.</param>
    /// <param name="releaseId">The release, as the ledger names it where there is one.</param>
    /// <param name="plan">What was released.</param>
    /// <param name="lineage">What it was made from, and the hash of what came out.</param>
    /// <returns>The statement.</returns>
    public static ReleaseStatement State(string client, string releaseId, SynthesisPlan plan, IReadOnlyDictionary<string, string> lineage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return StatementBuilder.Build(
            client, releaseId, JsonNamingPolicy.CamelCase.ConvertName(plan.Choice.Mechanism.ToString()), plan.Events, plan.Records, plan.Options.Delta,
            plan.Options.RecordsPerUnit, plan.ClipNorm, plan.Options.Noise, lineage, plan.Options.RecordsPerUser is not null);
    }

    /// <summary>Where the statement of a release is, for machines; the one for people ends in <c>.txt</c>.</summary>
    /// <param name="name">Its name.</param>
    public string FileOf(string name) => Path.Combine(path, name + ".json");

    /// <summary>Names of the releases that have a statement here, in ordinal order.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(path)
        ? [.. Directory.EnumerateFiles(path, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Reads a statement.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null where it is missing or cannot be read.</returns>
    public ReleaseStatement? TryRead(string name)
    {
        try
        {
            return ReleaseStatement.FromJson(File.ReadAllBytes(FileOf(name)));
        }
        catch (Exception error) when (error is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a statement in both forms, each whole or not at all.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="statement">The statement.</param>
    /// <exception cref="IOException">Writing failed.</exception>
    public void Write(string name, ReleaseStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        Directory.CreateDirectory(path);
        AtomicFile.Write(Path.Combine(path, name + ".txt"), stream => stream.Write(Encoding.UTF8.GetBytes(StatementText.Words(statement))));
        AtomicFile.Write(FileOf(name), stream => stream.Write(Encoding.UTF8.GetBytes(statement.ToJson())));
    }
}

using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Privacy;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Artifacts;

/// <summary>Artifacts kept on this disk, each in a folder of its own that is whole or absent. One process at a time keeps an artifact of a name.</summary>
/// <param name="root">The folder; it comes to be with the first artifact.</param>
public sealed class ArtifactFolder(string root)
{
    private const string DatasetFile = "data.jsonl.gz";
    private const string ManifestFile = "manifest.json";
    private const string RecordFile = "record.json";

    /// <summary>Finds a kept artifact.</summary>
    /// <param name="name">Its name: a job id.</param>
    /// <param name="path">Where it belongs in the store.</param>
    /// <returns>Null where none is kept.</returns>
    /// <exception cref="KeptArtifactException">What is kept is damaged.</exception>
    public KeptArtifact? Find(string name, ArtifactPath path)
    {
        string folder = FolderOf(name);
        if (!Directory.Exists(folder))
        {
            return null;
        }

        try
        {
            KeptRecord record = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, RecordFile)), ArtifactJsonContext.Default.KeptRecord)
                ?? throw new KeptArtifactException(folder, $"its {RecordFile} holds nothing");
            return new KeptArtifact(
                SealedArtifact.Reopen(path, File.ReadAllBytes(Path.Combine(folder, DatasetFile)), File.ReadAllBytes(Path.Combine(folder, ManifestFile))), record);
        }
        catch (Exception error) when (error is FileNotFoundException or JsonException or RefusedException)
        {
            throw new KeptArtifactException(folder, "the artifact kept there is damaged", error);
        }
    }

    /// <summary>Keeps an artifact: when this returns, its bytes are on the disk.</summary>
    /// <param name="name">Its name: a job id.</param>
    /// <param name="artifact">The artifact.</param>
    /// <param name="record">How it was made.</param>
    /// <returns>Both.</returns>
    /// <exception cref="IOException">Writing failed, or one of that name is kept already.</exception>
    public KeptArtifact Keep(string name, SealedArtifact artifact, KeptRecord record)
    {
        ArgumentNullException.ThrowIfNull(artifact);
        ArgumentNullException.ThrowIfNull(record);
        // A name of its own per artifact, so that what a killed process left is found and replaced.
        string temporary = Path.Combine(root, $".{name}.tmp");
        if (Directory.Exists(temporary))
        {
            Directory.Delete(temporary, recursive: true);
        }

        bool isFirst = !Directory.Exists(root);
        Directory.CreateDirectory(temporary);
        if (isFirst)
        {
            DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(root))!);
        }

        Write(Path.Combine(temporary, DatasetFile), artifact.DatasetBytes.Span);
        Write(Path.Combine(temporary, ManifestFile), artifact.ManifestBytes.Span);
        Write(Path.Combine(temporary, RecordFile), JsonSerializer.SerializeToUtf8Bytes(record, ArtifactJsonContext.Default.KeptRecord));
        // Names, too, must last before anybody is told that the artifact is kept.
        DurableFolder.Flush(temporary);
        Directory.Move(temporary, FolderOf(name));
        DurableFolder.Flush(root);
        return new KeptArtifact(artifact, record);
    }

    /// <summary>Names of what is kept, in ordinal order; of what was half-written when a process died, nothing.</summary>
    public IReadOnlyList<string> Names() => Directory.Exists(root)
        ? [.. Directory.EnumerateDirectories(root).Select(folder => Path.GetFileName(folder)).Where(name => !name.StartsWith('.')).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>What the signed manifest of a kept artifact says, wherever it belongs.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Null where it is missing or cannot be read.</returns>
    public ArtifactManifest? ManifestOf(string name)
    {
        try
        {
            SignedManifest signed = ContractReader.Read(File.ReadAllBytes(Path.Combine(FolderOf(name), ManifestFile)), FederationJsonContext.Default.SignedManifest, SignedManifest.CurrentSchemaVersion);
            return ContractReader.Read(signed.Payload, FederationJsonContext.Default.ArtifactManifest, ArtifactManifest.CurrentSchemaVersion);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or RefusedException)
        {
            return null;
        }
    }

    /// <summary>What the ledger charged for a kept artifact.</summary>
    /// <param name="name">Its name, which is that of the release.</param>
    /// <returns>Null where it does not say, or cannot be read.</returns>
    public LedgerCharge? ChargeOf(string name)
    {
        try
        {
            KeptRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(FolderOf(name), RecordFile)), ArtifactJsonContext.Default.KeptRecord);
            return record?.Charge is { } charge ? new LedgerCharge(name, charge.Task, charge.Round, charge.Events, charge.Delta) : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException or ArgumentException or PrivacyParameterException)
        {
            return null;
        }
    }

    /// <summary>The folder of an artifact, whether it is there or not.</summary>
    /// <param name="name">Its name.</param>
    public string FolderOf(string name) => Path.Combine(root, name);

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            // The record beside the release says what the client knows of it.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }
}

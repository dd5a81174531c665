using System.Security.Cryptography;
using System.Text;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Artifacts;

/// <summary>
/// Labelled text that may leave a client. It is made as the release of a mechanism that has a privacy statement or from other released
/// data sets, and taken up again where it was stored with its manifest. Private rows have none of these, so the type rule keeps them out of every store.
/// </summary>
/// <remarks>
/// The type cannot see what its caller computed from. Who calls <see cref="Derive"/> promises that nothing but its parents
/// and public data went into the rows (post-processing); text that a client filtered with its own classifier is not that.
/// </remarks>
public sealed class ReleasedDataset
{
    private ReleasedDataset(IReadOnlyList<LabelledText> rows, IReadOnlyList<PrivacyStatement> statements, IReadOnlyList<string> parents, string madeBy)
    {
        Rows = rows;
        Statements = statements;
        Parents = parents;
        MadeBy = madeBy;
        ContentHash = Hash(rows);
    }

    /// <summary>The rows.</summary>
    public IReadOnlyList<LabelledText> Rows { get; }

    /// <summary>One statement for each release this comes from; at least one.</summary>
    public IReadOnlyList<PrivacyStatement> Statements { get; }

    /// <summary>Content hashes of the data sets this was derived from; empty for the release of a mechanism.</summary>
    public IReadOnlyList<string> Parents { get; }

    /// <summary>The step that made it, such as "augment".</summary>
    public string MadeBy { get; }

    /// <summary>SHA-256 of the rows in lower-case hexadecimal; equal rows in equal order have equal hashes.</summary>
    public string ContentHash { get; }

    /// <summary>Wraps what a mechanism released.</summary>
    /// <param name="rows">The mechanism's output. Copied.</param>
    /// <param name="statement">What the mechanism promises.</param>
    /// <param name="madeBy">The step, such as "synthesize"; not blank.</param>
    /// <returns>The data set.</returns>
    public static ReleasedDataset Release(IEnumerable<LabelledText> rows, PrivacyStatement statement, string madeBy)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentException.ThrowIfNullOrWhiteSpace(madeBy);
        return new ReleasedDataset([.. rows], [statement], [], madeBy);
    }

    /// <summary>Makes a data set from released ones: selection, augmentation, merging.</summary>
    /// <param name="parents">All that went into it besides public data; at least one.</param>
    /// <param name="rows">The result. Copied.</param>
    /// <param name="madeBy">The step, such as "augment"; not blank.</param>
    /// <returns>The data set, under the statements of all parents.</returns>
    public static ReleasedDataset Derive(IReadOnlyList<ReleasedDataset> parents, IEnumerable<LabelledText> rows, string madeBy)
    {
        ArgumentNullException.ThrowIfNull(parents);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrWhiteSpace(madeBy);
        if (parents.Count == 0)
        {
            throw new ArgumentException("A derived data set needs a parent.", nameof(parents));
        }

        return new ReleasedDataset(
            [.. rows],
            [.. parents.SelectMany(parent => parent.Statements).Distinct()],
            [.. parents.Select(parent => parent.ContentHash)],
            madeBy);
    }

    /// <summary>Takes up a data set that was stored: the rows its manifest was made for, under the manifest's statements.</summary>
    /// <param name="rows">The stored rows. Copied.</param>
    /// <param name="manifest">The manifest stored beside them.</param>
    /// <exception cref="RefusedException">The rows are not those of the manifest.</exception>
    public static ReleasedDataset Restore(IEnumerable<LabelledText> rows, ArtifactManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(manifest);
        var dataset = new ReleasedDataset([.. rows], [.. manifest.Statements], [.. manifest.Parents], manifest.MadeBy);
        return dataset.Rows.Count == manifest.Rows && dataset.ContentHash == manifest.ContentHash && dataset.Statements.Count > 0 && dataset.Labels().SequenceEqual(manifest.Labels)
            ? dataset
            : throw new RefusedException(ReasonCode.ContentMismatch, $"The rows stored for task {manifest.Task} are not those of their manifest.");
    }

    /// <summary>The labels that occur, in ordinal order.</summary>
    internal IEnumerable<string> Labels() => Rows.Select(row => row.Label).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static string Hash(IReadOnlyList<LabelledText> rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string field in rows.SelectMany(row => (string[])[row.Label, row.Text]))
        {
            // The length before each field keeps ("a", "bc") and ("ab", "c") apart.
            byte[] bytes = Encoding.UTF8.GetBytes(field);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Security.Cryptography;
using System.Text;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Tells whether a folder of a model is the very same as before.</summary>
public static class CheckpointIdentity
{
    private static readonly string[] Endings = [".safetensors", ".onnx", ".json", ".txt", ".model"];

    /// <summary>A hash of the names and bytes of configuration, weights and tokenizer. Reads all of them: about a second for a gigabyte.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="cancellationToken">Checked between files.</param>
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string Of(string folder, CancellationToken cancellationToken = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in Directory.EnumerateFiles(folder).Where(file => Endings.Contains(Path.GetExtension(file), StringComparer.Ordinal)).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using FileStream stream = File.OpenRead(file);
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(file)));
            hash.AppendData([0]);
            hash.AppendData(SHA256.HashData(stream));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

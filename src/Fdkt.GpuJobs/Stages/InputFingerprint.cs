using System.Security.Cryptography;
using System.Text;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Tells whether kept work was made from the very same inputs.</summary>
public static class InputFingerprint
{
    /// <summary>A hash that changes with the settings, with any text and with the order of the texts.</summary>
    /// <param name="settings">Everything but texts, in one string.</param>
    /// <param name="texts">The texts.</param>
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    public static string Of(string settings, IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(texts);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(settings));
        foreach (string text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Security.Cryptography;
using Fdkt.GpuJobs.Data;

namespace Fdkt.GpuJobs.Clients;

/// <summary>The secret under which a client draws the coins of its rows: random bytes in hex, in a file that only the owner can read. It never leaves the folder.</summary>
internal static class CoinsKey
{
    /// <summary>The key, made where it is missing. A new one deals the rows anew: which are held out changes, what is protected does not.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <exception cref="ClientFolderException">The file holds no key.</exception>
    /// <exception cref="IOException">The file can't be read or written.</exception>
    public static byte[] OpenOrCreate(string path)
    {
        if (!File.Exists(path))
        {
            try
            {
                PrivateFile.Create(path, System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(KeyedCoins.KeyBytes)) + "\n"));
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process made it first: that one counts.
            }
        }

        try
        {
            byte[] key = Convert.FromHexString(File.ReadAllText(path).Trim());
            return key.Length >= KeyedCoins.KeyBytes ? key : throw Fault(path, null);
        }
        catch (FormatException error)
        {
            throw Fault(path, error);
        }
    }

    private static ClientFolderException Fault(string path, Exception? inner) =>
        new(path, $"the file holds no {KeyedCoins.KeyBytes} bytes in hexadecimal form", "Restore it from a copy, or delete it: a new key is made, and other rows are held out from then on.", inner);
}

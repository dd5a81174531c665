using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using Fdkt.Transport.Files;

namespace Fdkt.Transport.Azure;

/// <summary>Azurite in a folder of the user, installed once per version of its lock file.</summary>
internal static class AzuriteInstallation
{
    private const string Lock = "package-lock.json";
    private const int HashLength = 12;

    private static readonly string[] Files = ["package.json", Lock, "start.js"];

    // Another process installs meanwhile: 186 MB over a slow line.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The folder of the installed files; installs them where they are not there.</summary>
    public static async Task<string> EnsureAsync(AzuriteOptions options, CancellationToken cancellationToken)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Files.SelectMany(Content).ToArray()))[..HashLength];
        string target = Path.Combine(options.CacheFolder, $"azurite-{hash}");
        if (Directory.Exists(target))
        {
            return target;
        }

        using FileLock held = await FileLock.AcquireAsync($"{target}.lock", Patience, cancellationToken).ConfigureAwait(false);
        if (!Directory.Exists(target))
        {
            await InstallAsync(options, target, cancellationToken).ConfigureAwait(false);
        }

        return target;
    }

    // Into a folder beside, then renamed: a folder of the target's name is whole.
    private static async Task InstallAsync(AzuriteOptions options, string target, CancellationToken cancellationToken)
    {
        options.Progress("Installing the storage emulator Azurite (once, about 190 MB)…");
        string beside = $"{target}.new";
        if (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true);
        }

        Directory.CreateDirectory(beside);
        foreach (string file in Files)
        {
            await File.WriteAllBytesAsync(Path.Combine(beside, file), Content(file), cancellationToken).ConfigureAwait(false);
        }

        await RunNpmAsync(options, beside, cancellationToken).ConfigureAwait(false);
        Directory.Move(beside, target);
    }

    private static async Task RunNpmAsync(AzuriteOptions options, string folder, CancellationToken cancellationToken)
    {
        // No script of a package is run: none of the locked ones needs it.
        var start = new ProcessStartInfo(options.Npm, ["ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process npm = Start(start, "npm, which comes with Node 20 or later, is needed to install the storage emulator");
        try
        {
            Task<string> output = npm.StandardOutput.ReadToEndAsync(cancellationToken);
            string errors = await npm.StandardError.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            await output.ConfigureAwait(false);
            await npm.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (npm.ExitCode != 0)
            {
                throw new AzuriteUnavailableException($"npm could not install the storage emulator (exit code {npm.ExitCode}): {errors.Trim()}");
            }
        }
        finally
        {
            if (!npm.HasExited)
            {
                npm.Kill(entireProcessTree: true);
            }
        }
    }

    /// <exception cref="AzuriteUnavailableException">The program is not there.</exception>
    internal static Process Start(ProcessStartInfo start, string need)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new AzuriteUnavailableException($"{need}, but '{start.FileName}' cannot be started: {error.Message}", error);
        }
    }

    private static byte[] Content(string file)
    {
        using Stream stored = Assembly.GetExecutingAssembly().GetManifestResourceStream($"azurite/{file}")!;
        byte[] bytes = new byte[stored.Length];
        stored.ReadExactly(bytes);
        return bytes;
    }
}

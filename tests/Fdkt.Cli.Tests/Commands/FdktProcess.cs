using System.Diagnostics;
using System.Reflection;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>Runs the built program as a process of its own.</summary>
internal static class FdktProcess
{
    private static readonly string Folder = typeof(FdktProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "FdktFolder").Value!;

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string folder, string cache, string[] arguments, CancellationToken cancellationToken)
    {
        using Process process = Start(folder, cache, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Starts the program; its output is the caller's to read.</summary>
    public static Process Start(string folder, string cache, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "fdkt.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            // Its own, and empty: that of the test process may carry the runner's messages.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["FDKT_CACHE"] = cache;
        // The storage emulator, unlike the models of a test, is worth keeping.
        start.Environment["FDKT_AZURITE"] = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "fdkt");
        start.Environment["OMP_NUM_THREADS"] = "1";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }
}

using System.Diagnostics;

namespace Fdkt.Mutation;

/// <summary>Starts programs.</summary>
internal static class Shell
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="exitCode">Its exit code.</param>
    /// <returns>What it printed.</returns>
    public static string Run(string program, IEnumerable<string> arguments, out int exitCode)
    {
        using Process process = Start(program, arguments, mutant: null);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        exitCode = process.ExitCode;
        return output + errors.Result;
    }

    /// <summary>Starts a program with a mutant alive.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="mutant">The mutant, 0 for none yet; null for another program.</param>
    public static Process Start(string program, IEnumerable<string> arguments, int? mutant)
    {
        var info = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["FDKT_MUTANT"] = (mutant ?? 0).ToString(System.Globalization.CultureInfo.InvariantCulture);
        info.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        if (mutant is not null)
        {
            // A mutant that asks for ever more memory ends here: 1.5 GiB.
            info.Environment["DOTNET_GCHeapHardLimit"] = "0x60000000";
        }

        return Process.Start(info)!;
    }
}

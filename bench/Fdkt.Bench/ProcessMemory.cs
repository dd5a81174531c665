using System.Diagnostics;
using System.Globalization;

namespace Fdkt.Bench;

/// <summary>Memory of this process, and of a child that runs one mode alone.</summary>
internal static class ProcessMemory
{
    /// <summary>Highest resident memory so far, in MB (VmHWM where the system has it).</summary>
    public static double PeakMegabytes() => Field("VmHWM:") ?? Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;

    /// <summary>Highest resident memory so far of another process, in MB; null where the system does not tell.</summary>
    /// <param name="process">Its id.</param>
    public static double? PeakMegabytes(int process) => Field("VmHWM:", string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"));

    /// <summary>Resident memory now, in MB.</summary>
    public static double ResidentMegabytes() => Field("VmRSS:") ?? Process.GetCurrentProcess().WorkingSet64 / 1e6;

    /// <summary>Runs this program again and returns its last line as a number.</summary>
    public static double RunChild(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ProcessMemory).Assembly.Location);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process child = Process.Start(start)!;
        string output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0
            ? double.Parse(output.Trim().Split('\n')[^1], CultureInfo.InvariantCulture)
            : throw new InvalidOperationException($"The child ended with {child.ExitCode}.");
    }

    private static double? Field(string name, string path = "/proc/self/status")
    {
        if (!File.Exists(path))
        {
            return null;
        }

        string line = File.ReadLines(path).First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1000;
    }
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using Fdkt.Transport.Processes;

namespace Fdkt.Cli.Processes;

/// <summary>Starts programs of this very installation: the assemblies beside this one, on the runtime that runs this one.</summary>
internal static class InstalledProgram
{
    /// <summary>The program itself.</summary>
    public const string Fdkt = "fdkt";

    /// <summary>The broker for emulation.</summary>
    public const string DevelopmentBroker = "fdkt-development-broker";

    /// <summary>What to start, supervised: it ends with the supervisor.</summary>
    /// <param name="assembly">Name of the assembly.</param>
    /// <param name="arguments">The command line.</param>
    public static ProcessStartInfo Command(string assembly, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Runtime(), [Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"), .. arguments]);
        start.Environment[SupervisorPipe.Variable] = "1";
        return start;
    }

    /// <summary>The dotnet host: three folders above the base library, whatever started this process.</summary>
    private static string Runtime()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }
}

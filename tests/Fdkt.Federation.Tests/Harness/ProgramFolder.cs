using System.Diagnostics;
using Fdkt.Cli.Processes;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>Where the programs under test are: beside the tests, or a build of another source tree.</summary>
/// <param name="path">The folder of the assemblies.</param>
internal sealed class ProgramFolder(string path)
{
    /// <summary>The build that the tests were built with.</summary>
    public static ProgramFolder OfTests { get; } = new(AppContext.BaseDirectory);

    /// <summary>What to start.</summary>
    public ProcessStartInfo Command(string assembly, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = InstalledProgram.Command(assembly, arguments);
        start.ArgumentList[0] = Path.Combine(path, $"{assembly}.dll");
        start.Environment["OMP_NUM_THREADS"] = "1";
        return start;
    }
}

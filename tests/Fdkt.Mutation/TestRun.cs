using System.Globalization;

namespace Fdkt.Mutation;

/// <summary>A test as it ran without a mutant.</summary>
/// <param name="Number">Its number in the worker.</param>
/// <param name="Fails">Whether it failed.</param>
/// <param name="Seconds">Processor time it took.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reached">The mutants whose code it runs.</param>
internal sealed record TestRun(int Number, bool Fails, double Seconds, string Name, IReadOnlySet<int> Reached)
{
    /// <summary>Reads a worker's line; null where it is something else.</summary>
    /// <param name="line">The line.</param>
    public static TestRun? Parse(string line) => line.TrimEnd('\r').Split('\t') is [var number, var end, var seconds, var name, var reached] && end is "passes" or "fails"
        ? new TestRun(
            int.Parse(number, CultureInfo.InvariantCulture), end == "fails", double.Parse(seconds, CultureInfo.InvariantCulture), name,
            reached.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToHashSet())
        : null;
}

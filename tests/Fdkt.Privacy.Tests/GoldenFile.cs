using System.Globalization;

namespace Fdkt.Privacy.Tests;

/// <summary>Rows of numbers from the Golden folder; see its README.</summary>
internal static class GoldenFile
{
    public static IEnumerable<double[]> Rows(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Golden", name)).Skip(1)
            .Select(line => line.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray());
}

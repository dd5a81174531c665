using System.Globalization;

namespace Fdkt.Privacy.Tests.Accounting;

/// <summary>
/// A change of a number that statements carry is a change of the accountant, and must be seen. The file says what the numbers were, not that they are right: for that there are closed forms and published
/// vectors. FDKT_UPDATE_PINNED=1 writes it anew, into the folder of the tests' output.
/// </summary>
public sealed class PinnedNumbersTests
{
    // Other processors round transforms and logarithms otherwise.
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Parts => [.. PinnedNumbers.Parts.Keys];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Numbers_OfAPart_AreThoseOfTheFile(string part)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "Golden", $"pinned-{part.Replace(' ', '-')}.csv");
        (string Name, double Value)[] found = [.. PinnedNumbers.Parts[part]()];
        if (Environment.GetEnvironmentVariable("FDKT_UPDATE_PINNED") == "1")
        {
            File.WriteAllLines(file, found.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Name},{pair.Value:R}")).Prepend("name,value"));
        }

        (string Name, double Value)[] pinned = [.. File.ReadLines(file).Skip(1).Select(line => line.Split(',')).Select(parts => (parts[0], double.Parse(parts[1], CultureInfo.InvariantCulture)))];
        Assert.Equal(pinned.Select(pair => pair.Name), found.Select(pair => pair.Name));
        Assert.Empty(found.Zip(pinned).Where(pair => !Same(pair.First.Value, pair.Second.Value)).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Name}: {pair.Second.Value:R} is now {pair.First.Value:R}")));
    }

    private static bool Same(double found, double pinned) =>
        found.Equals(pinned) || Math.Abs(found - pinned) <= Tolerance * Math.Max(Math.Abs(found), Math.Abs(pinned)) || Math.Max(Math.Abs(found), Math.Abs(pinned)) < 1e-13;
}

using System.Text.RegularExpressions;

namespace Fdkt.Architecture.Tests;

/// <summary>docs/pitfalls.md names a test for each pitfall; the tests must be there.</summary>
public sealed class PitfallTests
{
    private static readonly Regex Row = new(@"^\| \d+ \|.*$", RegexOptions.Multiline);
    private static readonly Regex Named = new(@"`(?<class>\w+(?:Tests|Suite))\.(?<method>\w+)`");

    [Fact]
    public void Pitfalls_NameTestsThatExist()
    {
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "pitfalls.md"));
        Dictionary<string, string> files = SourceTree.Files("tests", "*.cs").ToLookup(file => Path.GetFileNameWithoutExtension(file)).ToDictionary(group => group.Key, group => string.Concat(group.Select(File.ReadAllText)));

        Assert.All(Row.Matches(text), row => Assert.NotEmpty(Named.Matches(row.Value)));
        Assert.All(Named.Matches(text), name => Assert.Matches($@"\bvoid {name.Groups["method"].Value}\(|\bTask {name.Groups["method"].Value}\(", files.GetValueOrDefault(name.Groups["class"].Value, string.Empty)));
    }
}

using System.Text.RegularExpressions;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Tests;

namespace Fdkt.Contracts.Tests.Federation;

public sealed class ReasonCodeDocumentationTests
{
    [Fact]
    public void ReasonCodesMd_ListsEveryCodeOnceWithMeaningAndAction()
    {
        string text = File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "docs", "reason-codes.md"));
        string[] listed = [.. Regex.Matches(text, @"^\| `(\w+)` \| \S.* \| \S.* \|$", RegexOptions.Multiline).Select(row => row.Groups[1].Value)];

        Assert.Equal(EnumNames.All(typeof(ReasonCode)).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}

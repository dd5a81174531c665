using System.Text.RegularExpressions;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>docs/runbook.md has a row for everything that an operator can be told.</summary>
public sealed class RunbookTests
{
    private static readonly string[] Rows =
    [
        .. Regex.Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "runbook.md")), @"^\| `([a-zA-Z0-9-]+)` \| \S.* \| \S.* \|$", RegexOptions.Multiline).Select(row => row.Groups[1].Value),
    ];

    [Fact]
    public void Runbook_HasARowPerReasonCodeAndAlert()
    {
        IEnumerable<string> alerts = new[] { "Microsoft.Insights/metricAlerts", "Microsoft.Insights/scheduledQueryRules" }
            .SelectMany(Deployment.Operator.OfType)
            .Select(alert => Regex.Match((string)alert["properties"]!["description"]!, @"See docs/runbook\.md, (\S+)\.$").Groups[1].Value);

        Assert.Equal(alerts.Concat(EnumNames.All(typeof(ReasonCode))).Order(StringComparer.Ordinal), Rows.Order(StringComparer.Ordinal));
    }
}

using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Telemetry;
using Fdkt.Federation.Tests.Harness;

namespace Fdkt.Federation.Tests.Rounds;

/// <summary>One round of real processes as traces and metrics show it (docs/observability.md).</summary>
public sealed class TelemetryTests
{
    // Each kind of span that a round leaves, with the process that leaves it.
    private static readonly string[] Expected =
    [
        "orchestrator: process round-commands", "orchestrator: store order", "orchestrator: begin round", "orchestrator: activity plan", "orchestrator: activity sendJobs",
        "client-1: job synthesis", "client-2: job synthesis", "client-3: job synthesis", "orchestrator: process demo-uploads", "orchestrator: process job-results",
        "orchestrator: activity storeDemos", "llm: job augmentation", "client-1: job training", "client-2: job training", "client-3: job training",
        "orchestrator: activity writeOutcome", "orchestrator: round",
    ];

    [Fact]
    public async Task Round_InRealProcesses_IsOneTraceAndShowsEveryMetric()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await using FaultyFederation federation = await FaultyFederation.StartAsync(new FaultScript(0) { Quiet = true }, FaultRound.File, ProgramFolder.OfTests, observed: true);
        using var observed = new Observations(federation);
        using Activity order = RoundTrace.Start("order round", ActivityKind.Producer);

        RoundOutcome? outcome = await FaultRound.RunAsync(federation, "observed", [], stop);
        Assert.Equal(RoundPhase.Completed, outcome!.Phase);
        await Eventually.HoldsAsync(() => Expected.All(Kinds(observed.Spans()).Contains), stop);

        await Eventually.HoldsAsync(() => federation.HealthPorts.Keys.All(process => federation.Collector!.Holds(order.TraceId, process)), stop);

        SpanLine[] spans = [.. observed.Spans()];
        Assert.Equal([order.TraceId.ToHexString()], spans.Select(span => span.TraceId).Distinct());
        Assert.Empty(spans.Select(span => span.ParentSpanId).Except([.. spans.Select(span => span.SpanId), order.SpanId.ToHexString()]));
        Assert.Equal(federation.HealthPorts.Keys.Order(StringComparer.Ordinal), spans.Select(span => span.Process).Distinct().Order(StringComparer.Ordinal));

        var metrics = new Dictionary<string, string>();
        foreach (string process in federation.HealthPorts.Keys)
        {
            Assert.Equal(HttpStatusCode.OK, (await observed.AskAsync(process, HealthListener.Path, stop)).Status);
            metrics[process] = (await observed.AskAsync(process, "/metrics", stop)).Body;
        }

        // Nothing was refused in this round; everything else was measured by one process or another.
        string[] missing = [.. MetricNames.All.Where(name => !metrics.Values.Any(text => Regex.IsMatch(text, $"^{name}(_bucket)?\\{{", RegexOptions.Multiline)))];
        Assert.Equal([MetricNames.Of(FederationMetrics.UploadsRefused)], missing);
        Assert.DoesNotContain(metrics.Values.Append(observed.SpanText()), PrivateRows.HoldsCanary);
        Assert.Matches(@"(?m)^fdkt_rounds_ended_total\{[^}]*end=""completed""[^}]*\} 1(\.0)?\s", metrics[FaultyFederation.Orchestrator]);
        Assert.Matches(@"(?m)^fdkt_epsilon_spent\{[^}]*client=""client-1""[^}]*\} [0-9.]+\s", metrics["client-1"]);
    }

    private static HashSet<string> Kinds(IEnumerable<SpanLine> spans) => [.. spans.Select(span => $"{span.Process}: {span.Name}")];
}

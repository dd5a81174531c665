using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fdkt.Cli.Telemetry;
using Fdkt.Contracts.Telemetry;
using Fdkt.Tests;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>Names of metrics and settings stand once in the product; documents, workbook, images and templates say the same.</summary>
public sealed class ObservabilityTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(SourceTree.Root, "docs", "observability.md"));

    private static readonly string Workbook = File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "workbook.json"));

    private static IEnumerable<string> Names => MetricNames.Instruments.Select(instrument => instrument.Name);

    [Fact]
    public void Metrics_OfTheDocument_AreThoseOfTheProduct() =>
        Assert.Equal(
            MetricNames.Instruments.Select(instrument => (instrument.Name, MetricNames.Of(instrument))).Order(),
            Regex.Matches(Document, @"^\| `(fdkt\.[a-z.]+)` \| `(fdkt_[a-z_]+)` \| .* \| .* \| \S.* \|$", RegexOptions.Multiline).Select(row => (row.Groups[1].Value, row.Groups[2].Value)).Order());

    [Fact]
    public void Metrics_OfTheWorkbook_AreThoseOfTheProduct() =>
        Assert.Equal(Names.Order(StringComparer.Ordinal), Regex.Matches(Workbook, @"Name == '(fdkt\.[a-z.]+)'").Select(query => query.Groups[1].Value).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Tags_OfTheWorkbook_AreThoseOfTheProduct()
    {
        string[] tags = [FederationMetrics.ClientTag, FederationMetrics.EndTag, FederationMetrics.QueueTag, FederationMetrics.ReasonTag, FederationMetrics.StepTag, RoundTrace.RoundTag, RoundTrace.EndTag];

        Assert.Empty(Regex.Matches(Workbook, @"Properties\['([^']+)'\]").Select(use => use.Groups[1].Value).Except(tags));
    }

    [Fact]
    public void Metrics_NamesUnitsAndDescriptions_AreWhole() =>
        Assert.All(MetricNames.Instruments, instrument =>
        {
            Assert.Matches(@"^fdkt(\.[a-z]+){2}$", instrument.Name);
            Assert.Matches(@"^(s|\{[a-z]+\})$", instrument.Unit);
            Assert.False(string.IsNullOrWhiteSpace(instrument.Description));
            Assert.Equal(FederationMetrics.MeterName, instrument.Meter.Name);
        });

    [Fact]
    public void Settings_OfTelemetry_AreThoseOfNames()
    {
        JsonNode settings = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "names.json")))!["settings"]!;

        Assert.Equal(
            (TelemetryOptions.InsightsVariable, TelemetryOptions.HealthPortVariable, TelemetryOptions.HealthHostVariable),
            ((string)settings["insights"]!, (string)settings["healthPort"]!, (string)settings["healthHost"]!));
        Assert.All(
            [TelemetryOptions.InsightsVariable, TelemetryOptions.HealthPortVariable, TelemetryOptions.HealthHostVariable, TelemetryOptions.TraceFolderVariable, TelemetryOptions.OtlpVariable],
            name => Assert.Contains($"| `{name}`", Document, StringComparison.Ordinal));
    }

    [Fact]
    public void Workers_InAzure_AreProbedWhereTheyListen() =>
        Assert.All(Deployment.InAll("Microsoft.App/jobs"), job =>
        {
            JsonNode container = job["properties"]!["template"]!["containers"]![0]!;
            var variables = container["env"]!.AsArray().ToDictionary(variable => (string)variable!["name"]!, variable => (string)variable!["value"]!);
            JsonNode probe = container["probes"]!.AsArray().Single()!["httpGet"]!;
            Assert.Equal((variables[TelemetryOptions.HealthPortVariable], HealthListener.Path), (probe["port"]!.ToString(), (string)probe["path"]!));
            Assert.Equal("*", variables[TelemetryOptions.HealthHostVariable]);
            Assert.Contains(TelemetryOptions.InsightsVariable, variables.Keys);
        });

    [Fact]
    public void Images_AskForTheirHealthWithFdkt()
    {
        System.CommandLine.RootCommand root = Fdkt.Cli.Commands.FdktCommand.Create(DocumentationTests.Unused());

        Assert.All(SourceTree.Files("infra/docker", "*.Dockerfile").Select(File.ReadAllText), text =>
        {
            Assert.Matches($@"(?m)^    {TelemetryOptions.HealthPortVariable}=\d+", text);
            string[] command = [.. JsonNode.Parse(Regex.Match(text, @"(?m)^HEALTHCHECK .* CMD (\[.*\])$").Groups[1].Value)!.AsArray().Select(part => (string)part!)];
            Assert.Equal("/app/fdkt", command[0]);
            Assert.Empty(root.Parse(command[1..]).Errors);
        });
    }

    [Fact]
    public void GracePeriods_OutlastTheDrain()
    {
        TimeSpan patience = new GpuJobs.Worker.WorkerOptions().StopPatience;
        string compose = File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "local", "compose.yaml"));

        Assert.All(Regex.Matches(compose, @"stop_grace_period: (\d+)s"), period => Assert.True(int.Parse(period.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) >= patience.TotalSeconds + 15));
        Assert.Single(Regex.Matches(compose, "stop_grace_period: "));

        // A job of Container Apps has 30 seconds, and they cannot be set.
        Assert.All(Deployment.InAll("Microsoft.App/jobs"), job =>
        {
            string[] arguments = [.. job["properties"]!["template"]!["containers"]![0]!["args"]!.AsArray().Select(argument => (string)argument!)];
            Assert.InRange(int.Parse(arguments[Array.IndexOf(arguments, "--patience") + 1], System.Globalization.CultureInfo.InvariantCulture), 1, 25);
        });
    }

    [Fact]
    public void Instruments_AreOfKindsThatTheTableKnows() =>
        Assert.All(MetricNames.Instruments, instrument => Assert.Contains(instrument.GetType().GetGenericTypeDefinition(), (Type[])[typeof(Counter<>), typeof(Histogram<>), typeof(Gauge<>)]));
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>What the function app shares with contracts and templates. What it is made of is tested beside it.</summary>
public sealed class FunctionAppTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "src", "Fdkt.FunctionApp");

    private static readonly JsonNode Names = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "names.json")))!;

    private static readonly Dictionary<string, string> Bindings = Regex.Matches(File.ReadAllText(Path.Combine(Folder, "FunctionBindings.cs")), @"const string (\w+) = ""([^""]*)"";")
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    [Fact]
    public void Bindings_AreTheNamesThatTheTemplatesUse() =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["ServiceBus"] = (string)Names["settings"]!["serviceBus"]!,
                ["InboxConnection"] = (string)Names["settings"]!["inboxConnection"]!,
                ["Storage"] = (string)Names["settings"]!["storage"]!,
                ["ApiProtection"] = (string)Names["settings"]!["apiProtection"]!,
                ["DemoUploads"] = (string)Names["storageQueues"]!["demoUploads"]!,
                ["Entra"] = "entra",
            },
            Bindings);

    [Fact]
    public void Settings_OfTheFunctionApp_AreThoseOfTheSample()
    {
        string[] deployed = [.. Deployment.Operator.OfType("Microsoft.Web/sites").Single()["properties"]!["siteConfig"]!["appSettings"]!.AsArray().Select(setting => ((string)setting!["name"]!).Split("__")[0]).Distinct()];
        string[] sample = [.. JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "local.settings.sample.json")))!["Values"]!.AsObject().Select(pair => pair.Key)];

        // What only Azure has, and what only a local host needs.
        Assert.Equal(
            deployed.Except(["APPLICATIONINSIGHTS_CONNECTION_STRING", "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AZURE_CLIENT_ID", "AzureWebJobs.startDueRounds.Disabled", Bindings["ApiProtection"]]).Order(StringComparer.Ordinal),
            sample.Except(["FUNCTIONS_WORKER_RUNTIME"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Host_LeavesMessagesAsTheyAreAndTracesNoContent()
    {
        JsonNode host = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "host.json")))!["extensions"]!;

        Assert.Equal("none", (string)host["queues"]!["messageEncoding"]!);
        Assert.False((bool)host["durableTask"]!["tracing"]!["traceInputsAndOutputs"]!);
    }

    [Fact]
    public void Workers_AreStartedWithCommandLinesThatFdktAccepts()
    {
        System.CommandLine.RootCommand root = Fdkt.Cli.Commands.FdktCommand.Create(DocumentationTests.Unused());
        string[][] lines =
        [
            .. new[] { Deployment.Operator, Deployment.Client }.Select(deployment => deployment.OfType("Microsoft.App/jobs").Single()["properties"]!["template"]!["containers"]![0]!["args"]!.AsArray().Select(argument => (string)argument!).ToArray()),
            .. Regex.Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "local", "compose.yaml")), @"command: (\[""worker"".*\])").Select(match => JsonNode.Parse(match.Groups[1].Value)!.AsArray().Select(argument => (string)argument!).ToArray()),
            .. SourceTree.Files("infra/docker", "*.Dockerfile").Select(file => Regex.Match(File.ReadAllText(file), @"^CMD (\[.*\])$", RegexOptions.Multiline).Groups[1].Value).Select(command => JsonNode.Parse(command)!.AsArray().Select(argument => (string)argument!).ToArray()),
        ];

        Assert.Equal(8, lines.Length);
        Assert.All(lines, line => Assert.Empty(root.Parse(line).Errors.Select(error => $"{string.Join(' ', line)}: {error.Message}")));
    }

    [Fact]
    public void Containers_RunAsAUserWithExactBases() =>
        Assert.All(SourceTree.Files("infra/docker", "*.Dockerfile").Select(File.ReadAllText), text =>
        {
            Assert.Matches(@"(?m)^USER 1654$", text);
            Assert.Matches(@"(?m)^STOPSIGNAL SIGTERM$", text);
            Assert.All(Regex.Matches(text, @"(?m)^FROM (\S+)"), from => Assert.Matches(@":\d+\.\d+\.\d+[-.a-z0-9]*$", from.Groups[1].Value));
        });
}

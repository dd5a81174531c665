using System.Text.Json.Nodes;
using Fdkt.Orchestrator.Rounds;

namespace Fdkt.FunctionApp.Tests;

public sealed class PublishedAppTests(PublishedApp app) : IClassFixture<PublishedApp>
{
    private static readonly JsonNode Names = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "infra", "names.json")))!;

    [Fact]
    public void Publish_OfWhatAzureYamlNames_IsAFunctionApp()
    {
        JsonNode worker = JsonNode.Parse(app.Read("worker.config.json"))!["description"]!;
        string program = ((string)worker["defaultWorkerPath"]!).Replace("{WorkerRoot}", string.Empty, StringComparison.Ordinal);

        Assert.Equal("dotnet-isolated", (string)worker["language"]!);
        Assert.Contains(program, app.Files);
        Assert.Contains("host.json", app.Files);
        Assert.Contains(".azurefunctions/function.deps.json", app.Files);
        Assert.Contains("\"DurableTask\"", app.Read("extensions.json"), StringComparison.Ordinal);
        Assert.DoesNotContain("local.settings.json", app.Files);
    }

    [Fact]
    public void HostFile_IsTheOneOfTheRepository() =>
        Assert.Equal(File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "host.json")), app.Read("host.json"));

    [Fact]
    public void Metadata_ListsEveryFunctionWithItsTrigger() =>
        Assert.Equal(
            [
                "apiCancelRound: httpTrigger post rounds/{round}/cancel",
                "apiEnrolClient: httpTrigger put clients/{client}",
                "apiListRounds: httpTrigger get rounds",
                "apiRevokeClient: httpTrigger delete clients/{client}",
                "apiRoundStatus: httpTrigger get rounds/{round}",
                "apiStartRound: httpTrigger post rounds",
                "continueRounds: timerTrigger 30 7 * * * *",
                "demoUploads: queueTrigger demo-uploads FederationStorage",
                $"{FederationRound.Name}: orchestrationTrigger",
                "findPushes: activityTrigger",
                "keepLate: activityTrigger",
                "plan: activityTrigger",
                "recoverJobs: activityTrigger",
                "sendJobs: activityTrigger",
                "startDueRounds: timerTrigger 0 * * * * *",
                "storeDemos: activityTrigger",
                "takePushes: activityTrigger",
                "writeOutcome: activityTrigger",
                "writeStatus: activityTrigger",
            ],
            app.Functions.Select(function => Line(function!)).Order(StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Activities_OfTheRound_AreAllFunctions() =>
        Assert.Equal(
            typeof(RoundActivities).GetProperties().Select(activity => ((dynamic)activity.GetValue(null)!).Name).Cast<string>().Order(StringComparer.Ordinal),
            Of("activityTrigger").Select(function => (string)function["name"]!).Order(StringComparer.Ordinal));

    [Fact]
    public void QueueTriggers_ReadTheQueuesOfTheTemplates()
    {
        string[] queues = [.. Names["storageQueues"]!.AsObject().Select(queue => (string)queue.Value!)];

        Assert.NotEmpty(Of("queueTrigger"));
        Assert.All(Of("queueTrigger"), function =>
        {
            Assert.Contains((string)Trigger(function)["queueName"]!, queues);
            Assert.Equal((string)Names["settings"]!["inboxConnection"]!, (string)Trigger(function)["connection"]!);
        });
    }

    private static JsonNode Trigger(JsonNode function) => function["bindings"]!.AsArray().Single(binding => ((string)binding!["type"]!).EndsWith("Trigger", StringComparison.Ordinal))!;

    private static string Line(JsonNode function)
    {
        JsonNode trigger = Trigger(function);
        string?[] parts = [(string)trigger["type"]!, (string?)trigger["methods"]?[0], (string?)trigger["route"], (string?)trigger["schedule"], (string?)trigger["queueName"], (string?)trigger["connection"]];
        return $"{function["name"]}: {string.Join(' ', parts.OfType<string>())}";
    }

    private JsonNode[] Of(string trigger) => [.. app.Functions.Select(function => function!).Where(function => (string)Trigger(function)["type"]! == trigger)];
}

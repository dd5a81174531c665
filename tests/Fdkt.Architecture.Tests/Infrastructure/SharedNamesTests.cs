using System.Text.Json.Nodes;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>infra/names.json is what the templates read; the constants of the product decide what it holds.</summary>
public sealed class SharedNamesTests
{
    private static readonly JsonNode Names = JsonNode.Parse(File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "names.json")))!;

    [Fact]
    public void Queues_InNames_AreThoseOfContracts() =>
        Assert.Equal(
            [
                ("clientJobsPrefix", FederationQueues.ClientJobs(new ClientId("x")).Value[..^1]),
                ("jobResults", FederationQueues.JobResults.Value),
                ("languageModelJobs", FederationQueues.LanguageModelJobs.Value),
                ("roundCommands", FederationQueues.RoundCommands.Value),
            ],
            Section("serviceBusQueues"));

    [Fact]
    public void StorageQueues_InNames_AreThoseOfContracts() =>
        Assert.Equal([("demoUploads", FederationQueues.DemoUploads), ("demoUploadsPoison", $"{FederationQueues.DemoUploads}-poison")], Section("storageQueues"));

    [Fact]
    public void Containers_InNames_AreThoseOfContracts() =>
        Assert.Equal([("augmented", ArtifactPath.AugmentedContainer), ("control", "control"), ("demos", ArtifactPath.DemosContainer)], Section("containers"));

    [Fact]
    public void Queues_OfTheOperator_AreThoseOfContracts() =>
        Assert.Equal(
            new[]
            {
                FederationQueues.ClientJobs(new ClientId("clinic-a")), FederationQueues.ClientJobs(new ClientId("clinic-b")),
                FederationQueues.LanguageModelJobs, FederationQueues.JobResults, FederationQueues.RoundCommands,
            }.Select(queue => queue.Value).Order(StringComparer.Ordinal),
            LastNames(Deployment.Operator, "Microsoft.ServiceBus/namespaces/queues"));

    [Fact]
    public void StorageOfTheOperator_HoldsTheContainersAndQueuesOfContracts()
    {
        Assert.Equal(
            [ArtifactPath.AugmentedContainer, "control", ArtifactPath.DemosContainer, "deployments"],
            LastNames(Deployment.Operator, "Microsoft.Storage/storageAccounts/blobServices/containers"));
        Assert.Equal(
            [FederationQueues.DemoUploads, $"{FederationQueues.DemoUploads}-poison"],
            LastNames(Deployment.Operator, "Microsoft.Storage/storageAccounts/queueServices/queues"));
    }

    [Fact]
    public void QueueOfTheClientsWorker_IsThatOfItsName() =>
        Assert.Equal(
            FederationQueues.ClientJobs(new ClientId("clinic-a")).Value,
            (string?)Deployment.Client.OfType("Microsoft.App/jobs").Single()["properties"]!["configuration"]!["eventTriggerConfig"]!["scale"]!["rules"]![0]!["metadata"]!["queueName"]);

    [Fact]
    public void WorkerOfAnotherTenant_IsStartedByAClockAndKnowsHowToSignIn()
    {
        JsonNode job = Deployment.OtherTenant.OfType("Microsoft.App/jobs").Single()["properties"]!;
        string[] variables = [.. job["template"]!["containers"]![0]!["env"]!.AsArray().Select(variable => (string)variable!["name"]!)];

        Assert.Equal("Schedule", (string)job["configuration"]!["triggerType"]!);
        Assert.Empty(Deployment.OtherTenant.Diagnostics);
        Assert.Equal((FederationCredential.TenantVariable, FederationCredential.AppVariable), ((string)Names["settings"]!["operatorTenant"]!, (string)Names["settings"]!["operatorApp"]!));
        Assert.Empty(new[] { FederationCredential.TenantVariable, FederationCredential.AppVariable, "AZURE_CLIENT_ID" }.Except(variables));
    }

    [Fact]
    public void PoolsPattern_MatchesTheDocumentOfContracts() =>
        Assert.True(BlobCondition.Matches((string)Names["documents"]!["pools"]!, DocumentPath.DemoPool(new RoundId("r-1"), 3).Name));

    private static (string, string)[] Section(string name) =>
        [.. Names[name]!.AsObject().Select(pair => (pair.Key, (string)pair.Value!)).OrderBy(pair => pair.Key, StringComparer.Ordinal)];

    private static IEnumerable<string> LastNames(Deployment deployment, string type) =>
        deployment.OfType(type).Select(resource => ((string)resource["name"]!).Split('/')[^1]).Order(StringComparer.Ordinal);
}

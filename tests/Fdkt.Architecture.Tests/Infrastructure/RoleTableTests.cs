using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>docs/roles.md says who may do what and why; the compiled templates say what is deployed. They are the same.</summary>
public sealed class RoleTableTests
{
    private const string BlobWriter = "Fdkt blob writer";

    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private static readonly Dictionary<string, string> BuiltInRoles = new()
    {
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Azure Service Bus Data Receiver",
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Azure Service Bus Data Sender",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["8a0f0c08-91a1-4084-bc3d-661d67233fed"] = "Storage Queue Data Message Processor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["19e7f393-937e-4f77-808e-94535e297925"] = "Storage Queue Data Reader",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
    };

    // Principals and resources of the snapshots, as the document calls them.
    private static readonly (string Pattern, string Name)[] Principals =
    [
        ("id-orchestrator-", "orchestrator"), ("id-llm-worker-", "language-model worker"), ("id-fdkt-client-", "client's worker"),
        ("^aaaaaaaa-", "client"), ("^bbbbbbbb-", "client"), ("^22222222-", "operator"),
    ];

    private static readonly (string Pattern, string Name)[] Scopes =
    [
        (@"/namespaces/[^/]+/queues/(.+)$", "queue $1"), (@"/containers/(.+)$", "container $1"), (@"/queueServices/default/queues/(.+)$", "storage queue $1"),
        (@"/storageAccounts/sthost[^/]+$", "host storage"), (@"/registries/[^/]+$", "registry"), (@"/components/[^/]+$", "Application Insights"),
    ];

    [Fact]
    public void Assignments_OfTheTemplates_AreThoseOfTheDocument()
    {
        string[] deployed = [.. Deployment.All.SelectMany(Rows).Distinct().Order(StringComparer.Ordinal)];
        string[] documented =
        [
            .. File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "roles.md"))
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| who ", StringComparison.Ordinal) && !line.StartsWith("| --", StringComparison.Ordinal))
                .Select(line => line.Split(" | ").Select(cell => cell.Trim(' ', '|')).ToArray())
                .Where(cells => cells.Length == 5)
                .Select(cells => string.Join(" | ", cells.Take(4)))
                .Order(StringComparer.Ordinal),
        ];

        Assert.Empty(deployed.Except(documented).Select(row => $"deployed, not documented: {row}"));
        Assert.Empty(documented.Except(deployed).Select(row => $"documented, not deployed: {row}"));
        Assert.Equal(deployed.Length, documented.Length);
    }

    [Fact]
    public void Assignments_NeverGrantManagementRoles() =>
        Assert.All(Deployment.InAll("Microsoft.Authorization/roleAssignments"), assignment => Assert.True(Role(assignment) == BlobWriter || BuiltInRoles.ContainsValue(Role(assignment))));

    [Fact]
    public void BlobWriter_ActsOnBlobsAloneAndNeverDeletes() =>
        Assert.All(Deployment.InAll("Microsoft.Authorization/roleDefinitions"), definition =>
        {
            JsonNode permissions = definition["properties"]!["permissions"]!.AsArray().Single()!;
            Assert.Empty(permissions["actions"]!.AsArray());
            Assert.Equal(["add/action", "read", "write"], permissions["dataActions"]!.AsArray().Select(action => ((string)action!).Split("/blobs/")[1]).Order(StringComparer.Ordinal));
        });

    [Fact]
    public void Client_WritesDemonstrationsBelowItsPrefixAlone()
    {
        string condition = Condition("aaaaaaaa", ArtifactPath.DemosContainer);
        string own = ArtifactPath.Demos(new ClientId("clinic-a"), new TaskId("triage"), new RoundId("r-1"), 0).ManifestName;
        string other = ArtifactPath.Demos(new ClientId("clinic-a-2"), new TaskId("triage"), new RoundId("r-1"), 0).ManifestName;

        Assert.All(["read", "write", "add"], action => Assert.True(BlobCondition.Allows(condition, action, own)));
        Assert.True(BlobCondition.Allows(condition, "read", other));
        Assert.All(["write", "add"], action => Assert.False(BlobCondition.Allows(condition, action, other)));
    }

    [Fact]
    public void Client_WritesResultsOfItsOwnJobsAlone()
    {
        string condition = Condition("aaaaaaaa", "control");
        RoundId round = new("r-1");

        Assert.All(["read", "write", "add"], action => Assert.True(BlobCondition.Allows(condition, action, DocumentPath.Result(JobId.Synthesis(round, 0, new ClientId("clinic-a"))).Name)));
        Assert.All(["read", "write", "add"], action => Assert.False(BlobCondition.Allows(condition, action, DocumentPath.Result(JobId.Synthesis(round, 0, new ClientId("clinic-b"))).Name)));
        Assert.All(["read", "write", "add"], action => Assert.False(BlobCondition.Allows(condition, action, DocumentPath.Result(JobId.Augmentation(round, 0)).Name)));
        Assert.True(BlobCondition.Allows(condition, "read", DocumentPath.DemoPool(round, 0).Name));
        Assert.All(["write", "add"], action => Assert.False(BlobCondition.Allows(condition, action, DocumentPath.DemoPool(round, 0).Name)));
        Assert.All([DocumentPath.Client(new ClientId("clinic-a")), DocumentPath.Status(round), DocumentPath.Request(round)], path => Assert.False(BlobCondition.Allows(condition, "read", path.Name)));
    }

    [Fact]
    public void ClientCalledLikeAStep_HasNoRightOnTheServersResults()
    {
        string condition = Condition("aaaaaaaa", "control").Replace("clinic-a", "augmentation", StringComparison.Ordinal);
        RoundId round = new("r-1");

        Assert.True(BlobCondition.Allows(condition, "write", DocumentPath.Result(JobId.Training(round, 0, new ClientId("augmentation"))).Name));
        Assert.False(BlobCondition.Allows(condition, "write", DocumentPath.Result(JobId.Augmentation(round, 0)).Name));
    }

    [Fact]
    public void LanguageModelWorker_WritesResultsOfAugmentationsAlone()
    {
        string condition = Condition("id-llm-worker", "control");
        RoundId round = new("r-1");

        Assert.True(BlobCondition.Allows(condition, "write", DocumentPath.Result(JobId.Augmentation(round, 0)).Name));
        Assert.False(BlobCondition.Allows(condition, "write", DocumentPath.Result(JobId.Training(round, 0, new ClientId("augmentation"))).Name));
        Assert.True(BlobCondition.Allows(condition, "read", DocumentPath.DemoPool(round, 0).Name));
        Assert.False(BlobCondition.Allows(condition, "write", DocumentPath.DemoPool(round, 0).Name));
    }

    private static IEnumerable<string> Rows(Deployment deployment) =>
        deployment.OfType("Microsoft.Authorization/roleAssignments").Select(assignment =>
        {
            string condition = (string?)assignment["properties"]!["condition"] is { } text ? $"`{BlobCondition.Shorten(text)}`" : "-";
            string row = $"{Principal(assignment)} | {Scope(assignment)} | {Role(assignment)} | {condition}";
            return Regex.Replace(row, "clinic-[ab]", "CLIENT");
        });

    private static string Principal(JsonNode assignment) => Named((string)assignment["properties"]!["principalId"]!, Principals);

    private static string Scope(JsonNode assignment) => Named(((string)assignment["id"]!).Split("/providers/Microsoft.Authorization/")[0], Scopes);

    private static string Role(JsonNode assignment)
    {
        string id = (string)assignment["properties"]!["roleDefinitionId"]!;
        string guid = id.Split('/')[^1];
        return BuiltInRoles.TryGetValue(guid, out string? name) ? name
            : Deployment.InAll("Microsoft.Authorization/roleDefinitions").Any(definition => (string)definition["id"]! == id) ? BlobWriter
            : throw new InvalidOperationException($"Role {id} is neither a documented built-in role nor one of the templates.");
    }

    private static string Condition(string principal, string container) =>
        (string)Deployment.Operator.OfType("Microsoft.Authorization/roleAssignments").Single(assignment =>
            ((string)assignment["properties"]!["principalId"]!).Contains(principal, StringComparison.Ordinal)
            && Scope(assignment) == $"container {container}")["properties"]!["condition"]!;

    private static string Named(string text, (string Pattern, string Name)[] names)
    {
        foreach ((string pattern, string name) in names)
        {
            if (Regex.Match(text, pattern) is { Success: true } match)
            {
                return match.Result(name);
            }
        }

        throw new InvalidOperationException($"{text} has no name in the document.");
    }
}

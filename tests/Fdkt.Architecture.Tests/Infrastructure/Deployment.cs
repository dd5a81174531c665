using System.Text.Json.Nodes;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>The resources of a deployment, as the Bicep compiler expands the templates: <c>infra/check.sh</c> holds that these files are what the templates give.</summary>
internal sealed class Deployment
{
    private Deployment(string name, string text)
    {
        JsonNode root = JsonNode.Parse(text)!;
        Name = name;
        Text = text;
        Diagnostics = root["diagnostics"]!.AsArray();
        Resources = [.. root["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())];
    }

    public static Deployment Operator { get; } = Load("operator");

    public static Deployment PrivateOperator { get; } = Load("operator-private");

    public static Deployment Client { get; } = Load("client");

    /// <summary>A data owner of another tenant than the operator's; its roles are those of any client.</summary>
    public static Deployment OtherTenant { get; } = Load("client-other-tenant");

    public static IReadOnlyList<Deployment> All { get; } = [Operator, PrivateOperator, Client];

    public string Name { get; }

    public string Text { get; }

    public JsonArray Diagnostics { get; }

    public IReadOnlyList<JsonObject> Resources { get; }

    public JsonObject[] OfType(string type) => [.. Resources.Where(resource => (string?)resource["type"] == type)];

    /// <summary>Resources of a type in all deployments; at least one, so that no test passes on nothing.</summary>
    public static JsonObject[] InAll(string type)
    {
        JsonObject[] resources = [.. All.SelectMany(deployment => deployment.OfType(type))];
        Assert.NotEmpty(resources);
        return resources;
    }

    public override string ToString() => Name;

    private static Deployment Load(string name) =>
        new(name, File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "snapshots", $"{name}.snapshot.json")));
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.Tests;

namespace Fdkt.Contracts.Tests.Rounds;

public sealed class RoundFileDocumentationTests
{
    private static readonly string Docs = Path.Combine(RepositoryRoot.Find(), "docs");

    [Fact]
    public void Schema_InDocs_IsTheOneOfTheContract()
    {
        string path = Path.Combine(Docs, "round.schema.json");
        string schema = RoundFileSchema.Create();
        if (Environment.GetEnvironmentVariable("FDKT_UPDATE_SCHEMA") == "1")
        {
            File.WriteAllText(path, schema);
        }

        Assert.Equal(schema, File.ReadAllText(path).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Schema_EveryField_IsDescribed()
    {
        using JsonDocument schema = JsonDocument.Parse(RoundFileSchema.Create());

        Assert.Empty(Undescribed(schema.RootElement, string.Empty));
    }

    [Fact]
    public void Examples_InRoundFileMd_AreValidWithoutWarnings()
    {
        MatchCollection examples = Regex.Matches(File.ReadAllText(Path.Combine(Docs, "round-file.md")), "```jsonc?\r?\n(.*?)```", RegexOptions.Singleline);

        Assert.NotEmpty(examples);
        Assert.All(examples, example => Assert.Empty(RoundFileReader.Read(Encoding.UTF8.GetBytes(example.Groups[1].Value)).Warnings));
    }

    [Fact]
    public void RoundFileMd_NamesEveryFieldAndEveryChoice()
    {
        string text = File.ReadAllText(Path.Combine(Docs, "round-file.md"));
        using JsonDocument schema = JsonDocument.Parse(RoundFileSchema.Create());
        string[] choices = [.. EnumNames.All(typeof(Comparison)), .. EnumNames.All(typeof(PrivacyMechanism)), .. EnumNames.All(typeof(PartitionKind)), .. EnumNames.All(typeof(DataFormat)), .. EnumNames.All(typeof(LatePolicy))];

        Assert.All(Fields(schema.RootElement).Concat(choices).Distinct(), name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Fields(JsonElement schema) => !schema.TryGetProperty("properties", out JsonElement properties)
        ? []
        : properties.EnumerateObject().SelectMany(property => Fields(property.Value).Prepend(property.Name));

    private static IEnumerable<string> Undescribed(JsonElement schema, string path) => !schema.TryGetProperty("properties", out JsonElement properties)
        ? []
        : properties.EnumerateObject().SelectMany(property =>
            Undescribed(property.Value, $"{path}.{property.Name}")
                .Concat(property.Value.TryGetProperty("description", out _) ? [] : [$"{path}.{property.Name}"]));
}

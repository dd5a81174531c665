using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Contracts.Tests.Rounds;

/// <summary>The JSON Schema of the round file, from the contract's own metadata and documentation.</summary>
internal static class RoundFileSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Create()
    {
        XDocument documentation = XDocument.Load(Path.ChangeExtension(typeof(RoundFile).Assembly.Location, ".xml"));
        var exporter = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = (context, node) => Describe(context, node, documentation) };
        var schema = (JsonObject)RoundJsonContext.Default.RoundFile.GetJsonSchemaAsNode(exporter);
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Fdkt round file");
        ((JsonObject)schema["properties"]!).Insert(0, "$schema", new JsonObject { ["type"] = "string", ["description"] = "Where editors find this schema." });
        return schema.ToJsonString(Indented) + "\n";
    }

    // The exporter transforms no node whose converter it cannot see into, so fields are completed from their object's node.
    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode node, XDocument documentation)
    {
        if (node["properties"] is not JsonObject fields)
        {
            return node;
        }

        foreach (JsonPropertyInfo property in context.TypeInfo.Properties)
        {
            JsonObject exported = fields[property.Name] as JsonObject ?? [];
            JsonObject field = Union(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) ?? (JsonObject)exported.DeepClone();
            if (exported["default"] is { } value)
            {
                field["default"] = value.DeepClone();
            }
            else
            {
                field.Remove("default"); // Null says no more than leaving the field out.
            }

            if (Parameter(property.DeclaringType, property.Name, documentation) is { } text)
            {
                field.Insert(0, "description", text);
            }

            fields[property.Name] = field;
        }

        // Unknown fields are only warned about, but an editor should underline them.
        node["additionalProperties"] = false;
        return node;
    }

    private static JsonObject? Union(Type type) =>
        type == typeof(ColumnReference) ? Column()
        : type == typeof(ColumnList) ? AnyOf(Column(), new JsonObject { ["type"] = "array", ["items"] = Column(), ["minItems"] = 1 })
        : type == typeof(HeaderMode) ? new JsonObject { ["enum"] = new JsonArray(true, false, "auto") }
        : type == typeof(DeltaSetting) ? AnyOf(new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = 0, ["exclusiveMaximum"] = 1 }, new JsonObject { ["const"] = "auto" })
        : type == typeof(SeedList) ? AnyOf(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = SeedList.LargestCount },
            new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "integer" }, ["minItems"] = 1, ["uniqueItems"] = true })
        : null;

    private static JsonObject Column() =>
        AnyOf(new JsonObject { ["type"] = "string", ["minLength"] = 1 }, new JsonObject { ["type"] = "integer", ["minimum"] = 1 });

    private static JsonObject AnyOf(params JsonNode[] nodes) => new() { ["anyOf"] = new JsonArray(nodes) };

    // Every section is a positional record, so a field's words stand at the constructor's parameter.
    private static string? Parameter(Type declaring, string field, XDocument documentation)
    {
        XElement? parameter = documentation.Descendants("member")
            .Where(member => ((string?)member.Attribute("name"))?.StartsWith($"M:{declaring.FullName}.#ctor(", StringComparison.Ordinal) == true)
            .Descendants("param")
            .FirstOrDefault(candidate => string.Equals((string?)candidate.Attribute("name"), field, StringComparison.OrdinalIgnoreCase));
        if (parameter is null)
        {
            return null;
        }

        foreach (XElement reference in parameter.Descendants("see").ToArray())
        {
            reference.ReplaceWith(((string)reference.Attribute("cref")!).Split('.')[^1]);
        }

        return string.Join(' ', parameter.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}

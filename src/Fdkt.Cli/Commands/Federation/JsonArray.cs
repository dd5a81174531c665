using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>A JSON array of contracts, in the form of each.</summary>
internal static class JsonArray
{
    public static string Of<T>(IEnumerable<T> items, JsonTypeInfo<T> type) => $"[{string.Join(',', items.Select(item => JsonSerializer.Serialize(item, type)))}]";
}

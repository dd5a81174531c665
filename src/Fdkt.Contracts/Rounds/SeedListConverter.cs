using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

internal sealed class SeedListConverter : JsonConverter<SeedList>
{
    internal const string Expected = "a list of whole numbers such as [1, 2, 3], or their count (at most 1000)";

    public override SeedList Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            return reader.TryGetInt32(out int count) && count is >= 0 and <= SeedList.LargestCount ? SeedList.OfCount(count) : throw new JsonException(Expected);
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException(Expected);
        }

        var seeds = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            seeds.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int seed) ? seed : throw new JsonException(Expected));
        }

        return new SeedList(seeds);
    }

    public override void Write(Utf8JsonWriter writer, SeedList value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (int seed in value.Values)
        {
            writer.WriteNumberValue(seed);
        }

        writer.WriteEndArray();
    }
}

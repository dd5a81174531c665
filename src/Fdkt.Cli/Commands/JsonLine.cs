using System.Text;
using System.Text.Json;

namespace Fdkt.Cli.Commands;

/// <summary>One JSON object on one line.</summary>
internal static class JsonLine
{
    /// <summary>Writes an object.</summary>
    /// <param name="members">Writes its members.</param>
    public static string Of(Action<Utf8JsonWriter> members)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}

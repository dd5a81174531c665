using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Messaging;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>
/// Everything that leaves a client, in order: each call of each port with each argument. A method or a field that is added to a port or a message is in it by itself. Thread-safe.
/// </summary>
internal sealed partial class Transcript
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    /// <summary>Told of every line; a test that waits for signs of life listens here.</summary>
    public Action<string> Noted { get; set; } = static _ => { };

    /// <summary>All lines as they were sent.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>
    /// All lines without what no row can move: the random names of attempts and of traces, the running numbers of messages, and how often the same sign of life came in a row, which real time decides.
    /// </summary>
    public string Stable
    {
        get
        {
            string[] attempts = [.. Lines.SelectMany(line => Attempt().Matches(line)).Select(match => match.Groups[1].Value).Distinct()];
            var stable = new List<string>();
            foreach (string line in Lines)
            {
                string named = attempts.Index().Aggregate(line, (text, attempt) => text.Replace(attempt.Item, $"<attempt {attempt.Index}>", StringComparison.Ordinal));
                string numbered = Trace().Replace(RunningNumber().Replace(named, "$1"), "<trace>");
                if (stable.Count == 0 || stable[^1] != numbered)
                {
                    stable.Add(numbered);
                }
            }

            return string.Join('\n', stable);
        }
    }

    /// <summary>Notes a call.</summary>
    public void Note(string call, params object?[] arguments)
    {
        string line = $"{call} {string.Join(" | ", Render(arguments))}";
        lock (_gate)
        {
            _lines.Add(line);
        }

        Noted(line);
    }

    private static IEnumerable<string> Render(object?[] arguments)
    {
        JsonTypeInfo? type = arguments.OfType<JsonTypeInfo>().FirstOrDefault();
        foreach (object? argument in arguments.Where(argument => argument is not (JsonTypeInfo or CancellationToken)))
        {
            yield return argument switch
            {
                null => "null",
                string text => text,
                QueueMessage message => $"{message.Id} {message.Subject} {message.TraceParent} {Encoding.UTF8.GetString(message.Body.Span)}",
                SealedArtifact artifact => $"{artifact.Reference} {Convert.ToHexString(artifact.DatasetBytes.Span)} {Encoding.UTF8.GetString(artifact.ManifestBytes.Span)}",
                _ when type is not null && type.Type.IsInstanceOfType(argument) => JsonSerializer.Serialize(argument, type),
                Enum value => value.ToString(),
                _ => JsonSerializer.Serialize(argument, argument.GetType()),
            };
        }
    }

    [GeneratedRegex("\"attempt\":\"([0-9a-f]{32})\"")]
    private static partial Regex Attempt();

    [GeneratedRegex("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]")]
    private static partial Regex Trace();

    [GeneratedRegex("(<attempt [0-9]+>)\\.[0-9]+")]
    private static partial Regex RunningNumber();
}

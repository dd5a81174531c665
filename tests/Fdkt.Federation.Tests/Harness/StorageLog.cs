using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Transport;
using Fdkt.Transport.Tests.Faults;

namespace Fdkt.Federation.Tests.Harness;

/// <summary>What the processes wrote to the blob service, in order: a fault that is mended a moment later shows here and nowhere else. Thread-safe.</summary>
internal sealed class StorageLog
{
    private static readonly string Control = $"{StorageNames.Control}/";

    // What is written once: artifacts, the last facts of jobs, verdicts on uploads, claims; and a round's order and outcome.
    private static readonly string[] Once =
        [$"{ArtifactPath.DemosContainer}/", $"{ArtifactPath.AugmentedContainer}/", $"{Control}results/", $"{Control}accepted/", $"{Control}taken/"];

    private readonly ConcurrentQueue<(string Blob, string Hash)> _once = [];
    private readonly ConcurrentQueue<StorageExchange> _control = [];

    /// <summary>Takes note of a request that reached the service.</summary>
    public void Add(StorageExchange exchange)
    {
        if (!exchange.IsWrite)
        {
            return;
        }

        string blob = exchange.Blob;
        if (Once.Any(start => blob.StartsWith(start, StringComparison.Ordinal))
            || (blob.StartsWith(Control + DocumentPath.Rounds, StringComparison.Ordinal) && (blob.EndsWith("/outcome.json", StringComparison.Ordinal) || blob.EndsWith("/request.json", StringComparison.Ordinal))))
        {
            _once.Enqueue((blob, Convert.ToHexStringLower(SHA256.HashData(exchange.Body.Span))));
        }

        if (blob.StartsWith(Control, StringComparison.Ordinal))
        {
            _control.Enqueue(exchange);
        }
    }

    /// <summary>Artifacts, and documents that are written once, that were written more than once with unlike bytes.</summary>
    public IEnumerable<string> Overwritten() => _once.Distinct().GroupBy(write => write.Blob).Where(writes => writes.Count() > 1).Select(writes => writes.Key);

    /// <summary>
    /// Effects whose results a round had used by the time it wrote its outcome, and which its journal did not hold then. The outcome follows from everything
    /// before it, so there is none where results are journaled before they are used. Null where the journal does not say yet that the outcome was written.
    /// </summary>
    public IReadOnlyList<string>? UsedBeforeJournaled(RoundId round)
    {
        string journal = Control + StorageNames.Journal(round);
        StorageExchange[] appends = [.. _control.Where(write => write.Blob == journal && write.Query.Contains("comp=appendblock", StringComparison.Ordinal))];
        if (Effects(appends).FirstOrDefault(effect => effect.Contains(":writeOutcome/", StringComparison.Ordinal)) is not { } end)
        {
            return null;
        }

        long written = _control.First(write => write.Blob == Control + DocumentPath.Outcome(round).Name).Arrived;
        HashSet<int> held = [.. Effects(appends.Where(append => append.Answered < written)).Select(NumberOf)];
        return [.. Enumerable.Range(0, NumberOf(end)).Where(number => !held.Contains(number)).Select(number => $"{round}: the outcome was written before the journal held effect {number}")];
    }

    private static int NumberOf(string effect) => int.Parse(effect.Split(':')[0], CultureInfo.InvariantCulture);

    /// <summary>The names of the effects in journaled lines, such as <c>4:sendJobs/s1.training</c> (docs/federation.md).</summary>
    private static IEnumerable<string> Effects(IEnumerable<StorageExchange> appends) =>
        from append in appends
        from line in Encoding.UTF8.GetString(append.Body.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let entry = JsonNode.Parse(line)!
        where (string?)entry["kind"] == "effect"
        select (string)entry["name"]!;
}

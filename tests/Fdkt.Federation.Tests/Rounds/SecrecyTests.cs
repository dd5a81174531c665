using System.IO.Compression;
using System.Text;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Federation.Tests.Harness;
using Fdkt.Transport;

namespace Fdkt.Federation.Tests.Rounds;

/// <summary>What a whole round sends over the wire and leaves in queues, blobs, journals and logs, searched for private text.</summary>
public sealed class SecrecyTests
{
    [Fact]
    public async Task Round_EverythingOutsideTheClients_HoldsNoPrivateText()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        var capture = new Capture();
        await using FaultyFederation federation = await FaultyFederation.StartAsync(new FaultScript(0) { Quiet = true }, FaultRound.File, ProgramFolder.OfTests, capture);
        RoundOutcome? outcome = await FaultRound.RunAsync(federation, "secrecy", [], stop);
        Assert.Equal(RoundPhase.Completed, outcome!.Phase);

        IReadOnlyDictionary<string, byte[]> blobs = await new Invariants(federation).BlobsAsync(
            [ArtifactPath.DemosContainer, ArtifactPath.AugmentedContainer, StorageNames.Control], stop);
        var texts = blobs.ToDictionary(blob => blob.Key, blob => blob.Key.EndsWith(".gz", StringComparison.Ordinal) ? Unpack(blob.Value) : Encoding.UTF8.GetString(blob.Value));
        texts["broker"] = await File.ReadAllTextAsync(federation.RecordFile, stop);
        foreach (string process in federation.Processes.Select(process => process.Name))
        {
            texts[$"log of {process}"] = string.Join('\n', federation.Log(process));
        }

        IReadOnlyDictionary<string, string> lines = capture.Texts();
        foreach ((string line, string text) in lines)
        {
            texts[line] = text;
        }

        foreach ((string name, string text) in texts.ToArray())
        {
            texts[name] = Base64Text.WithDecoded(text);
        }

        // The search sees what it is meant to see: job facts on the broker's lines, announcements, manifests.
        Assert.Contains(texts, text => text.Key.StartsWith("broker connection", StringComparison.Ordinal) && text.Value.Contains("secrecy.s1.synthesis.client-1", StringComparison.Ordinal));
        Assert.Contains("contentHash", texts["queue service, to it"], StringComparison.Ordinal);
        Assert.Contains("epsilon", texts["blob service, to it"], StringComparison.Ordinal);
        Assert.True(texts.Count > 15, "There is less to search than a round leaves.");
        Assert.True(blobs.Keys.Count(name => name.EndsWith(".gz", StringComparison.Ordinal)) >= 4, "No text was stored.");
        Assert.Empty(texts.Where(text => PrivateRows.HoldsCanary(text.Value)).Select(text => text.Key));
        IReadOnlySet<string> runs = PrivateRows.Runs();
        // The data sets are what the mechanism released and what was written from it; a run of words there is its output, not a leak beside it.
        Assert.Empty(texts.Where(text => !text.Key.EndsWith(".gz", StringComparison.Ordinal) && PrivateRows.RunsOf(text.Value).Any(runs.Contains)).Select(text => text.Key));
    }

    [Fact]
    public void Search_PlantedText_IsFound()
    {
        string row = PrivateRows.Inputs().Private[7].Text;

        Assert.True(PrivateRows.HoldsCanary($"{{\"payload\":\"{row}\"}}"));
        Assert.Contains(PrivateRows.Inputs().Private.Take(50), planted => PrivateRows.RunsOf($"a log line: {planted.Text}!").Any(PrivateRows.Runs().Contains));
        Assert.True(PrivateRows.HoldsCanary(Base64Text.WithDecoded($"<MessageText>{Convert.ToBase64String(Encoding.UTF8.GetBytes(row))}</MessageText>")));
    }

    private static string Unpack(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }
}

using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Contracts.Tests.Ledgers;

/// <summary>Which head comes after which.</summary>
public sealed class ClientLedgerHeadTests
{
    private static readonly ClientId Client = new("client-1");

    [Fact]
    public void After_TheFirst_IsRemembered()
    {
        ClientLedgerHead known = ClientLedgerHead.After(Client, null, Head(3))!;

        Assert.Equal((1, Client, 3), (known.SchemaVersion, known.Client, known.Head.Entries));
        Assert.Equal([Mark("a", 3), Mark("a", 2), Mark("a", 1)], known.Known);
    }

    [Fact]
    public void After_ALaterOneOfTheSameLedger_Advances()
    {
        ClientLedgerHead known = After(Head(3), Head(6))!;

        Assert.Equal(6, known.Head.Entries);
        Assert.Equal(Mark("a", 6), known.Known[0]);
        Assert.Equal(6, known.Known.Count);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(5)]
    [InlineData(1)]
    public void After_TheSameAgainOrOneThatWasOvertaken_ChangesNothing(int entries)
    {
        ClientLedgerHead known = After(Head(6))!;

        Assert.Same(known, ClientLedgerHead.After(Client, known, Head(entries)));
    }

    // Set back to k entries, then written on: at, below and above what was seen.
    [Theory]
    [InlineData(4, 5)]
    [InlineData(4, 6)]
    [InlineData(4, 7)]
    [InlineData(5, 9)]
    [InlineData(1, 2)]
    public void After_AForkOfWhatWasSeen_IsNull(int back, int entries) => Assert.Null(After(Head(6), Head(entries, forkAfter: back)));

    [Fact]
    public void After_AnOlderEntryThatWasNeverSeen_IsNull() => Assert.Null(After(Head(100), Head(20)));

    [Fact]
    public void After_AGapThatTheMarksDoNotReachOver_Advances() => Assert.Equal(100, After(Head(6), Head(100))!.Head.Entries);

    // 36 entries and 35 earlier marks reach back to entry 1; 70 entries with 64 reach back to entry 6, and no further.
    [Fact]
    public void After_AForkJustWithinReach_IsNull()
    {
        Assert.Null(After(Head(6), Head(70, forkAfter: 5)));
        Assert.NotNull(After(Head(5), Head(70, forkAfter: 4)));
    }

    [Fact]
    public void After_AnotherLedger_IsNullUnlessItWasRebuiltFromWhatWasSeen()
    {
        Assert.Null(After(Head(6), Head(20, ledger: "b")));
        Assert.Null(After(Head(6), Head(20, ledger: "b") with { Recovers = [Mark("a", 5)] }));

        ClientLedgerHead rebuilt = After(Head(6), Head(2, ledger: "b") with { Recovers = [Mark("a", 7), Mark("a", 6)] })!;

        Assert.Equal(Mark("b", 2), rebuilt.Head.Mark);
        // What was released under the old one may still come, also what had not been seen.
        Assert.Same(rebuilt, ClientLedgerHead.After(Client, rebuilt, Head(6)));
        Assert.Same(rebuilt, ClientLedgerHead.After(Client, rebuilt, Head(7)));
        Assert.Null(ClientLedgerHead.After(Client, rebuilt, Head(8)));
    }

    [Fact]
    public void After_Thousands_RemembersTheNewestMarks()
    {
        ClientLedgerHead? known = null;
        for (int entries = 50; entries <= 2000; entries += 50)
        {
            known = ClientLedgerHead.After(Client, known, Head(entries));
        }

        Assert.Equal(ClientLedgerHead.MostKnown, known!.Known.Count);
        Assert.Equal(Mark("a", 2000), known.Known[0]);
        Assert.Equal(ClientLedgerHead.MostKnown, known.Known.Distinct().Count());
    }

    public static TheoryData<LedgerHead, bool> Heads => new()
    {
        { Head(3), true },
        { Head(80), true },
        { Head(3) with { Entries = 0 }, false },
        { Head(3) with { Mark = "m" }, false },
        { Head(3) with { Ledger = new string('G', 32) }, false },
        { Head(3) with { Earlier = ["m"] }, false },
        { Head(3) with { Earlier = [.. Enumerable.Repeat(Mark("a", 1), 65)] }, false },
        { Head(3) with { Recovers = ["m"] }, false },
        { Head(3) with { Recovers = [.. Enumerable.Repeat(Mark("a", 1), 256)] }, true },
        { Head(3) with { Recovers = [.. Enumerable.Repeat(Mark("a", 1), 257)] }, false },
        { Head(3) with { Spent = [new LedgerSpending("gaussian", null, 2, 1, null, 0)] }, false },
        { Head(3) with { Spent = [new LedgerSpending("gaussian", null, 2, 1, null, 1)] }, true },
        { Head(3) with { Spent = [new LedgerSpending("", null, 2, 1, null, 1)] }, false },
        { Head(3) with { Spent = [new LedgerSpending("a text", null, 2, 1, null, 1)] }, false },
        { Head(3) with { Spent = [new LedgerSpending(new string('a', 64), null, 2, 1, null, 1)] }, true },
        { Head(3) with { Spent = [new LedgerSpending(new string('a', 65), null, 2, 1, null, 1)] }, false },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void IsWellFormed_Bounds_AreHeld(LedgerHead head, bool expected)
    {
        ArgumentNullException.ThrowIfNull(head);
        Assert.Equal(expected, head.IsWellFormed());
    }

    [Fact]
    public void LedgerHead_InJson_IsThis()
    {
        const string Json = """
            {"ledger":"00000000000000000000000000000000","entries":2,"mark":"11111111111111111111111111111111","earlier":["22222222222222222222222222222222"],
            "recovers":[],"spent":[{"mechanism":"gaussian","samplingProbability":null,"noiseMultiplier":2,"count":1,"groupSize":null,"times":3}]}
            """;
        LedgerHead head = JsonSerializer.Deserialize(Json, FederationJsonContext.Default.LedgerHead)!;

        Assert.Equal((2, 3, "gaussian"), (head.Entries, Assert.Single(head.Spent).Times, head.Spent[0].Mechanism));
        Assert.Equal(Json.ReplaceLineEndings(string.Empty), JsonSerializer.Serialize(head, FederationJsonContext.Default.LedgerHead));
    }

    private static ClientLedgerHead? After(params LedgerHead[] heads) => heads.Aggregate((ClientLedgerHead?)null, (known, head) => ClientLedgerHead.After(Client, known, head));

    private static LedgerHead Head(int entries, int? forkAfter = null, string ledger = "a")
    {
        string Of(int entry) => Mark(entry > forkAfter ? "fork" : ledger, entry);
        return new LedgerHead(Mark(ledger, 0), entries, Of(entries), [.. Enumerable.Range(1, entries - 1).Reverse().Take(LedgerHead.MostEarlier).Select(Of)], [], []);
    }

    private static string Mark(string ledger, int entry) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(FormattableString.Invariant($"{ledger} {entry}"))))[..32];
}

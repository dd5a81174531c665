using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;

namespace Fdkt.Transport.Tests.Journal;

/// <summary>What every journal does.</summary>
public abstract class RoundJournalContract
{
    private const int Writers = 20;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The store, as another process opens it each time.</summary>
    internal abstract IRoundJournalStore Open();

    [Fact]
    public async Task ReadAsync_NothingAppended_IsEmpty() => Assert.Empty(await Open().Open(Sample.NewRound()).ReadAsync(Token));

    [Fact]
    public async Task ReadAsync_AfterBatches_ReturnsAllInOrder()
    {
        RoundId round = Sample.NewRound();
        IRoundJournal journal = Open().Open(round);

        await journal.AppendAsync(Entries(0, 1), Token);
        await journal.AppendAsync(Entries(1, 3), Token);
        await journal.AppendAsync([], Token);
        await journal.AppendAsync(Entries(4, 1), Token);

        IReadOnlyList<JournalEntry> read = await Open().Open(round).ReadAsync(Token);
        Assert.Equal(["0", "1", "2", "3", "4"], read.Select(entry => entry.Name));
        Assert.Equal([0, 1, 2, 3, 4], read.Select(entry => entry.Sequence));
        Assert.Equal("""{"text":"line\nbreak","number":2}""", read[2].Payload?.GetRawText());
        Assert.Null(read[1].Payload);
    }

    [Fact]
    public async Task AppendAsync_AfterReading_GoesOn()
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 2), Token);
        IRoundJournal later = Open().Open(round);
        await later.ReadAsync(Token);

        await later.AppendAsync(Entries(2, 2), Token);

        Assert.Equal(4, (await Open().Open(round).ReadAsync(Token)).Count);
    }

    [Fact]
    public async Task AppendAsync_AnotherWriterAppended_Conflicts()
    {
        RoundId round = Sample.NewRound();
        IRoundJournal first = Open().Open(round);
        await first.AppendAsync(Entries(0, 1), Token);
        IRoundJournal second = Open().Open(round);
        await second.ReadAsync(Token);
        await second.AppendAsync(Entries(1, 1), Token);

        JournalConflictException conflict = await Assert.ThrowsAsync<JournalConflictException>(() => first.AppendAsync(Entries(1, 2), Token));

        Assert.Equal(round, conflict.Round);
        Assert.Equal(2, (await Open().Open(round).ReadAsync(Token)).Count);
    }

    [Fact]
    public async Task AppendAsync_AnotherWriterAppendedTheVerySameEntry_StillConflicts()
    {
        RoundId round = Sample.NewRound();
        IRoundJournal first = Open().Open(round);
        IRoundJournal second = Open().Open(round);
        await second.AppendAsync(Entries(0, 1), Token);

        await Assert.ThrowsAsync<JournalConflictException>(() => first.AppendAsync(Entries(0, 1), Token));
    }

    [Fact]
    public async Task AppendAsync_AfterAConflict_StaysConflicting()
    {
        RoundId round = Sample.NewRound();
        IRoundJournal first = Open().Open(round);
        await Open().Open(round).AppendAsync(Entries(0, 1), Token);
        await Assert.ThrowsAsync<JournalConflictException>(() => first.AppendAsync(Entries(0, 1), Token));

        await Assert.ThrowsAsync<JournalConflictException>(() => first.AppendAsync(Entries(0, 1), Token));
    }

    [Fact]
    public async Task AppendAsync_TwentyWriters_OneWinsEachPosition()
    {
        RoundId round = Sample.NewRound();

        bool[] won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            try
            {
                await Open().Open(round).AppendAsync(Entries(0, 2), Token);
                return true;
            }
            catch (JournalConflictException)
            {
                return false;
            }
        })));

        Assert.Single(won, true);
        Assert.Equal(2, (await Open().Open(round).ReadAsync(Token)).Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task AppendAsync_SequenceWithAGap_Throws(long sequence)
    {
        RoundId round = Sample.NewRound();
        IRoundJournal journal = Open().Open(round);
        await journal.AppendAsync(Entries(0, 1), Token);

        await Assert.ThrowsAsync<ArgumentException>(() => journal.AppendAsync(Entries(sequence, 1), Token));

        Assert.Single(await Open().Open(round).ReadAsync(Token));
    }

    [Fact]
    public async Task Journals_OfTwoRounds_DoNotMix()
    {
        RoundId left = Sample.NewRound();
        RoundId right = Sample.NewRound();

        await Open().Open(left).AppendAsync(Entries(0, 1), Token);
        await Open().Open(right).AppendAsync(Entries(0, 2), Token);

        Assert.Single(await Open().Open(left).ReadAsync(Token));
    }

    [Fact]
    public async Task AppendAsync_ManySmallBatches_ReadBack()
    {
        const int Batches = 60;
        RoundId round = Sample.NewRound();
        IRoundJournal journal = Open().Open(round);
        for (int i = 0; i < Batches; i++)
        {
            await journal.AppendAsync(Entries(i, 1), Token);
        }

        Assert.Equal(Batches, (await Open().Open(round).ReadAsync(Token)).Count);
    }

    internal static IReadOnlyList<JournalEntry> Entries(long first, int count) =>
    [
        .. Enumerable.Range(0, count).Select(i => new JournalEntry(
            JournalEntry.CurrentSchemaVersion, first + i, "effect", $"{first + i}", (first + i) % 2 == 0 ? JsonDocument.Parse("""{"text":"line\nbreak","number":2}""").RootElement : null)),
    ];
}

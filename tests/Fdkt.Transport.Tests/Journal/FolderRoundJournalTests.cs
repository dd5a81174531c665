using System.Text;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Journal;
using Fdkt.Transport.Journal.Folder;

namespace Fdkt.Transport.Tests.Journal;

public sealed class FolderRoundJournalTests : RoundJournalContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("{\"schemaVersion\":1,\"sequ")]
    [InlineData("{")]
    [InlineData("\0\0\0\0\0\0")]
    [InlineData("\0\0\0\0\0\0\n")]
    [InlineData("{\"schemaVersion\":1,\"sequence\":2,\"kind\":\"effect\",\"name\":\"2\",\"payload\":null}")]
    public async Task ReadAsync_TornEnd_LeavesItOutAndTheNextAppendOverwritesIt(string torn)
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 2), Token);
        await File.AppendAllTextAsync(FileOf(round), torn, Token);
        IRoundJournal journal = Open().Open(round);

        IReadOnlyList<JournalEntry> before = await journal.ReadAsync(Token);
        await journal.AppendAsync(Entries(2, 1), Token);

        Assert.Equal(2, before.Count);
        Assert.Equal([0, 1, 2], (await Open().Open(round).ReadAsync(Token)).Select(entry => entry.Sequence));
    }

    [Fact]
    public async Task AppendAsync_AnotherWriterCutTheTornEndAndAppended_Conflicts()
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 1), Token);
        long whole = new FileInfo(FileOf(round)).Length;
        await Open().Open(round).ReadAsync(Token);
        IRoundJournal winner = Open().Open(round);
        await winner.ReadAsync(Token);
        await winner.AppendAsync(Entries(1, 1), Token);
        byte[] appended = (await File.ReadAllBytesAsync(FileOf(round), Token))[(int)whole..];
        // As many torn bytes as the winner's entry has: the length alone does not tell them apart.
        await TruncateAsync(round, whole, new string('{', appended.Length));
        IRoundJournal loser = Open().Open(round);
        await loser.ReadAsync(Token);
        await TruncateAsync(round, whole, Encoding.UTF8.GetString(appended));

        await Assert.ThrowsAsync<JournalConflictException>(() => loser.AppendAsync(Entries(1, 1), Token));

        Assert.Equal(2, (await Open().Open(round).ReadAsync(Token)).Count);
    }

    [Fact]
    public async Task ReadAsync_EveryPrefixOfAJournal_IsAPrefixOfItsEntries()
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 3), Token);
        byte[] whole = await File.ReadAllBytesAsync(FileOf(round), Token);
        for (int length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(FileOf(round), whole[..length], Token);

            IReadOnlyList<JournalEntry> entries = await Open().Open(round).ReadAsync(Token);

            Assert.Equal(whole.Take(length).Count(value => value == (byte)'\n'), entries.Count);
        }
    }

    [Fact]
    public async Task ReadAsync_DamageInTheMiddle_Throws()
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 3), Token);
        string[] lines = await File.ReadAllLinesAsync(FileOf(round), Token);
        await File.WriteAllLinesAsync(FileOf(round), [lines[0], lines[1][..^4], lines[2]], Token);

        await Assert.ThrowsAsync<InvalidDataException>(() => Open().Open(round).ReadAsync(Token));
    }

    [Fact]
    public async Task ReadAsync_EntryTwice_Throws()
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 2), Token);
        string[] lines = await File.ReadAllLinesAsync(FileOf(round), Token);
        await File.WriteAllLinesAsync(FileOf(round), [lines[0], lines[1], lines[1]], Token);

        await Assert.ThrowsAsync<InvalidDataException>(() => Open().Open(round).ReadAsync(Token));
    }

    [Fact]
    public async Task ReadAsync_LastEntryOfALaterVersion_IsRefusedAndNotCut()
    {
        RoundId round = Sample.NewRound();
        await Open().Open(round).AppendAsync(Entries(0, 1), Token);
        await File.AppendAllTextAsync(FileOf(round), "{\"schemaVersion\":2,\"sequence\":1}\n", Token);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => Open().Open(round).ReadAsync(Token));

        Assert.Equal(ReasonCode.UnsupportedSchemaVersion, refused.Reason);
    }

    public void Dispose() => _folder.Dispose();

    internal override IRoundJournalStore Open() => new FolderRoundJournalStore(_folder.Path);

    private string FileOf(RoundId round) => Path.Combine(_folder.Path, StorageNames.Control, StorageNames.Journal(round));

    private async Task TruncateAsync(RoundId round, long length, string tail)
    {
        byte[] whole = await File.ReadAllBytesAsync(FileOf(round), Token);
        await File.WriteAllBytesAsync(FileOf(round), [.. whole[..(int)length], .. Encoding.UTF8.GetBytes(tail)], Token);
    }
}

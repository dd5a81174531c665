using System.IO.Compression;
using System.Text;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using FsCheck;
using FsCheck.Fluent;

namespace Fdkt.Contracts.Tests.Datasets;

public sealed class DatasetFormatTests
{
    private const int Mebibyte = 1024 * 1024;
    private const string Row = "{\"text\":\"a\",\"label\":\"b\"}\n";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Write_Rows_GivesTheseLines() => Assert.Equal(
        "{\"text\":\"it\\u0027s\\nhere\",\"label\":\"a\"}\n{\"text\":\"\\u00FC\",\"label\":\"b\"}\n",
        Unpack(DatasetFormat.Write([new("it's\nhere", "a"), new("ü", "b")])));

    [Fact]
    public void Write_EqualRows_GivesEqualBytes() => Assert.Equal(DatasetFormat.Write(Example.Rows), DatasetFormat.Write([.. Example.Rows]));

    [Fact]
    public async Task ReadAsync_NoRows_IsEmpty() => Assert.Empty(await ReadAsync(DatasetFormat.Write([])));

    [Fact]
    public void ReadAsync_AnyRowsWritten_AreTheSameRowsByContent()
    {
        Arbitrary<string> text = ArbMap.Default.GeneratorFor<string>().Where(value => !string.IsNullOrWhiteSpace(value)).ToArbitrary();
        Arbitrary<LabelledText[]> rows = Gen.ArrayOf(text.Generator.Two().Select(pair => new LabelledText(pair.Item1, pair.Item2))).ToArbitrary();

        // Half of a surrogate pair is no text; it becomes U+FFFD on the way, in the hash too.
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200), Prop.ForAll(rows, written =>
        {
            IReadOnlyList<LabelledText> read = ReadAsync(DatasetFormat.Write(written)).GetAwaiter().GetResult();
            return Example.Release(read).ContentHash == Example.Release(written).ContentHash && read.Count == written.Length;
        }));
    }

    [Theory]
    [InlineData("{\"text\":\"a\"}\n")]
    [InlineData("{\"label\":\"a\"}\n")]
    [InlineData("{\"text\":null,\"label\":\"a\"}\n")]
    [InlineData("{\"text\":\"\",\"label\":\"a\"}\n")]
    [InlineData("{\"text\":\" \\t\\u00a0\",\"label\":\"a\"}\n")]
    [InlineData("{\"text\":\"a\",\"label\":\" \"}\n")]
    [InlineData("{\"text\":1,\"label\":\"a\"}\n")]
    [InlineData("{\"text\":\"\\ud800\",\"label\":\"a\"}\n")]
    [InlineData("[\"a\",\"b\"]\n")]
    [InlineData("null\n")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData(Row + "\n" + Row)]
    [InlineData("{\"text\":\"a\",\"label\":\"b\"} {\"text\":\"a\",\"label\":\"b\"}\n")]
    [InlineData("text,label\na,b\n")]
    public async Task ReadAsync_LineThatIsNoRow_IsMalformed(string lines) => await RefusedAsync(ReasonCode.MalformedDataset, Pack(Encoding.UTF8.GetBytes(lines)));

    [Fact]
    public async Task ReadAsync_HostileLine_IsNotRepeatedInTheMessage()
    {
        RefusedException refused = await RefusedAsync(ReasonCode.MalformedDataset, Pack(Encoding.UTF8.GetBytes(Row + "{\"text\":\"a private sentence\"\n")));

        Assert.DoesNotContain("private", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("Line 2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_LineNestedTooDeep_IsMalformed() => await RefusedAsync(
        ReasonCode.MalformedDataset, Pack(Encoding.UTF8.GetBytes($"{{\"deep\":{new string('[', 10_000)},\"text\":\"a\",\"label\":\"b\"}}\n")));

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0xaf })]
    public async Task ReadAsync_LineThatIsNoUtf8_IsRefused(byte[] hostile) =>
        await RefusedAsync(ReasonCode.NotUtf8, Pack([.. "{\"text\":\""u8, .. hostile, .. "\",\"label\":\"b\"}\n"u8]));

    [Fact]
    public async Task ReadAsync_LastLineWithoutItsEnd_IsMalformed() => await RefusedAsync(ReasonCode.MalformedDataset, Pack(Encoding.UTF8.GetBytes(Row + Row[..^1])));

    [Fact]
    public async Task ReadAsync_CutAnywhere_IsMalformed()
    {
        byte[] whole = DatasetFormat.Write(Example.Rows);
        for (int length = 0; length < whole.Length; length++)
        {
            await RefusedAsync(ReasonCode.MalformedDataset, whole[..length]);
        }
    }

    [Theory]
    [InlineData("no gzip at all")]
    [InlineData("PK\u0003\u0004")]
    public async Task ReadAsync_NoGzip_IsMalformed(string bytes) => await RefusedAsync(ReasonCode.MalformedDataset, Encoding.Latin1.GetBytes(bytes));

    [Fact]
    public async Task ReadAsync_DamagedByte_IsRefusedOrChangesNoRow()
    {
        byte[] whole = DatasetFormat.Write(Example.Rows);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x10;
            IReadOnlyList<LabelledText> rows;
            try
            {
                rows = await ReadAsync(damaged);
            }
            catch (RefusedException)
            {
                continue;
            }

            // The header's time, flags and system say nothing about the content.
            Assert.Equal(Example.Rows, rows);
        }
    }

    [Fact]
    public async Task ReadAsync_MillionRows_IsRefusedAtTheLimit()
    {
        byte[] packed = PackMany(Row, 1_000_000);

        await RefusedAsync(ReasonCode.TooManyRows, packed);
    }

    [Fact]
    public async Task ReadAsync_LineOfHundredMegabytes_IsRefusedInBoundedMemory()
    {
        byte[] packed = PackMany(new string('a', Mebibyte), 100);

        long allocated = await AllocatedAsync(() => RefusedAsync(ReasonCode.TextTooLong, packed));

        Assert.InRange(allocated, 0, 2 * Mebibyte);
    }

    [Fact]
    public async Task ReadAsync_GzipBomb_IsRefusedInBoundedMemory()
    {
        // Short lines that are rows: neither the length of a line nor the number of rows ends it.
        string row = $"{{\"text\":\"{new string('a', 60_000)}\",\"label\":\"b\"}}\n";
        byte[] packed = PackMany(row, 1_000);
        ArtifactLimits limits = ArtifactLimits.Default with { MaximumUnpackedBytes = Mebibyte };

        long allocated = await AllocatedAsync(() => RefusedAsync(ReasonCode.TooManyBytes, packed, limits));

        Assert.True(packed.Length < Mebibyte);
        Assert.InRange(allocated, 0, 6 * Mebibyte);
    }

    [Fact]
    public async Task ReadAsync_BombOfManyGzipMembers_IsRefused()
    {
        byte[] member = Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Row, 1000))));
        byte[] packed = [.. Enumerable.Repeat(member, 50).SelectMany(bytes => bytes)];

        await RefusedAsync(ReasonCode.TooManyBytes, packed, ArtifactLimits.Default with { MaximumUnpackedBytes = 10 * 1000 * Row.Length });
        await RefusedAsync(ReasonCode.MalformedDataset, packed);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task ReadAsync_BytesBehindTheEnd_AreRefused(int count) =>
        await RefusedAsync(ReasonCode.MalformedDataset, [.. DatasetFormat.Write(Example.Rows), .. new byte[count]]);

    [Fact]
    public async Task ReadAsync_MorePackedBytesThanAllowed_IsRefused()
    {
        byte[] packed = DatasetFormat.Write(Example.Rows);

        Assert.Equal(Example.Rows, await ReadAsync(packed, ArtifactLimits.Default with { MaximumPackedBytes = packed.Length }));
        await RefusedAsync(ReasonCode.TooManyBytes, packed, ArtifactLimits.Default with { MaximumPackedBytes = packed.Length - 1 });
    }

    [Theory]
    [InlineData(3, 75, 24, null)]
    [InlineData(2, 75, 24, ReasonCode.TooManyRows)]
    [InlineData(3, 74, 24, ReasonCode.TooManyBytes)]
    [InlineData(3, 75, 23, ReasonCode.TextTooLong)]
    public async Task ReadAsync_LimitsAtTheEdge_AreHeldExactly(int rows, long unpacked, int line, ReasonCode? expected)
    {
        // Three lines of 24 bytes and a line feed.
        byte[] packed = Pack(Encoding.UTF8.GetBytes(Row + Row + Row));
        var limits = new ArtifactLimits(MaximumUnpackedBytes: unpacked, MaximumRows: rows, MaximumLineBytes: line);

        if (expected is { } reason)
        {
            await RefusedAsync(reason, packed, limits);
        }
        else
        {
            Assert.Equal(3, (await ReadAsync(packed, limits)).Count);
        }
    }

    private static async Task<RefusedException> RefusedAsync(ReasonCode reason, byte[] packed, ArtifactLimits? limits = null)
    {
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(packed, limits));
        Assert.Equal(reason, refused.Reason);
        return refused;
    }

    private static async Task<IReadOnlyList<LabelledText>> ReadAsync(byte[] packed, ArtifactLimits? limits = null)
    {
        using var stream = new MemoryStream(packed);
        return await DatasetFormat.ReadAsync(stream, limits ?? ArtifactLimits.Default, Token);
    }

    // Reading from memory completes on this thread.
    private static async Task<long> AllocatedAsync(Func<Task> action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Task running = action();
        Assert.True(running.IsCompleted);
        await running;
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private static byte[] PackMany(string part, int times)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(part);
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            for (int i = 0; i < times; i++)
            {
                gzip.Write(bytes);
            }
        }

        return packed.ToArray();
    }

    private static string Unpack(byte[] packed)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(packed), CompressionMode.Decompress));
        return text.ReadToEnd();
    }
}

using System.IO.Compression;
using System.Text;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Data;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>A file of the user's own is as untrusted as one from outside: what the receiver would refuse is refused before anything is charged.</summary>
public sealed class PushFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("demos.jsonl", "{\"text\":\"one\",\"label\":\"a\"}\n{\"text\":\"two\",\"label\":\"b\"}\n")]
    [InlineData("demos.csv", "label,text\na,one\nb,two\n")]
    public async Task Read_EitherFormat_GivesTheRows(string name, string content)
    {
        _folder.Write(name, content);

        Assert.Equal([new LabelledText("one", "a"), new LabelledText("two", "b")], await Read(name));
    }

    [Fact]
    public async Task Read_HundredMegabyteLine_IsRefusedWithoutHoldingIt()
    {
        WritePacked("line.jsonl.gz", stream =>
        {
            byte[] block = Encoding.UTF8.GetBytes(new string('x', 1 << 20));
            for (int i = 0; i < 100; i++)
            {
                stream.Write(block);
            }
        });
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ReasonCode.TextTooLong, (await Assert.ThrowsAsync<RefusedException>(() => Read("line.jsonl.gz"))).Reason);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10 << 20);
    }

    [Fact]
    public async Task Read_GzipBomb_IsRefused()
    {
        WritePacked("bomb.jsonl.gz", stream =>
        {
            byte[] lines = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"text\":\"x\",\"label\":\"a\"}\n", 40_000)));
            for (int i = 0; i < 300; i++)
            {
                stream.Write(lines);
            }
        });

        Assert.Equal(ReasonCode.TooManyBytes, (await Assert.ThrowsAsync<RefusedException>(() => Read("bomb.jsonl.gz"))).Reason);
    }

    [Fact]
    public async Task Read_MillionLines_AreRefused()
    {
        _folder.Write("many.csv", "text,label\n" + string.Concat(Enumerable.Repeat("x,a\n", 1_000_000)));

        Assert.Equal(ReasonCode.TooManyRows, (await Assert.ThrowsAsync<RefusedException>(() => Read("many.csv"))).Reason);
    }

    [Fact]
    public async Task Read_NoUtf8_IsRefused()
    {
        _folder.Write("latin.csv", [.. "text,label\n"u8, 0xE9, 0xE8, .. ",a\n"u8]);

        await Assert.ThrowsAsync<DataSourceException>(() => Read("latin.csv"));
    }

    [Theory]
    [InlineData("cut.jsonl", "{\"text\":\"one\",\"label\":")]
    [InlineData("wrong.jsonl", "{\"body\":\"one\",\"label\":\"a\"}\n")]
    [InlineData("wrong.csv", "a,b\n1,2\n")]
    [InlineData("empty.csv", "")]
    [InlineData("demos.parquet", "PAR1")]
    [InlineData("demos.txt", "one")]
    public async Task Read_NotWhatItSays_IsRefused(string name, string content)
    {
        _folder.Write(name, content);

        await Assert.ThrowsAsync<DataSourceException>(() => Read(name));
    }

    [Fact]
    public async Task Read_GzipCutShort_IsRefused()
    {
        string whole = _folder.WriteGzip("cut.jsonl.gz", string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{{\"text\":\"row {i}\",\"label\":\"a\"}}\n")));
        byte[] bytes = File.ReadAllBytes(whole);
        File.WriteAllBytes(whole, bytes[..(bytes.Length / 2)]);

        await Assert.ThrowsAsync<DataSourceException>(() => Read("cut.jsonl.gz"));
    }

    public void Dispose() => _folder.Dispose();

    private Task<IReadOnlyList<LabelledText>> Read(string name) => PushFile.ReadAsync(name, _folder.Path, ArtifactLimits.Default, TestContext.Current.CancellationToken);

    private void WritePacked(string name, Action<Stream> write)
    {
        using FileStream file = File.Create(Path.Combine(_folder.Path, name));
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        write(gzip);
    }
}

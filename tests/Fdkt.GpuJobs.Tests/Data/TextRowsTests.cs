using System.Text;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;

namespace Fdkt.GpuJobs.Tests.Data;

public sealed class TextRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("d.csv", "label,title,body\nx, One ,\"two, \"\"2\"\"\"\ny,,\nz,\"three\nlines\",4\n")]
    [InlineData("d.tsv", "label\ttitle\tbody\nx\t One \t\"two, \"\"2\"\"\"\ny\t\t\nz\t\"three\nlines\"\t4\n")]
    [InlineData("d.jsonl", "{\"title\":\" One \",\"body\":\"two, \\\"2\\\"\"}\n\n{\"title\":null,\"body\":\"\"}\n{\"title\":\"three\\nlines\",\"body\":4}\n")]
    public async Task ReadAsync_File_GivesATextPerRowAsTheReaderOfDataSetsDoes(string name, string content)
    {
        _folder.Write(name, content);
        var source = new DataSource(name, Text: ColumnList.Parse("title,body"));

        string[] texts = [.. await TextRows.ReadAsync(source, _folder.Path, TestContext.Current.CancellationToken)];
        DatasetTable table = await DatasetReader.ReadAsync(source, _folder.Path, labelled: false, null, TestContext.Current.CancellationToken);

        Assert.Equal(["One two, \"2\"", "", "three\nlines 4"], texts);
        Assert.Equal(table.Rows.Select(row => row.Text), texts.Where(text => text.Length > 0));
    }

    [Fact]
    public async Task ReadAsync_PackedFileCutShort_SaysSo()
    {
        string path = _folder.WriteGzip("d.csv.gz", $"text\n{string.Concat(Enumerable.Range(0, 5_000).Select(i => $"row {i}\n"))}");
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(path, bytes[..(bytes.Length / 2)], TestContext.Current.CancellationToken);
        IEnumerable<string> rows = await TextRows.ReadAsync(new DataSource("d.csv.gz"), _folder.Path, TestContext.Current.CancellationToken);

        DataSourceException error = Assert.Throws<DataSourceException>(() => rows.Count());

        Assert.Contains("cut short", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Stream_GivesRowsBeforeItEnds()
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes("text\nfirst\n\"never closed"));
        using IEnumerator<string> rows = TextRows.Read(stream, new DataSource(Format: DataFormat.Csv)).GetEnumerator();

        Assert.True(rows.MoveNext());
        Assert.Equal("first", rows.Current);
        Assert.Contains(TextRows.StandardInput, Assert.Throws<DataSourceException>(() => rows.MoveNext()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ColumnThatIsNotThere_TellsHowManyThereAreAndQuotesNone()
    {
        using var stream = new MemoryStream("title,body\na,b\n"u8.ToArray());

        DataSourceException error = Assert.Throws<DataSourceException>(() => TextRows.Read(stream, new DataSource(Format: DataFormat.Csv)).Count());

        // Without a header the first line is a private row.
        Assert.Contains("2 columns", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("title", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}

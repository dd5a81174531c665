using System.Text;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Parquet;
using Parquet.Serialization;

namespace Fdkt.GpuJobs.Tests.Data;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ReadAsync_QuotesDelimitersAndNewlinesInFields_KeepsThem()
    {
        DatasetTable table = await Csv("text,label\n\"a, \"\"b\"\"\nc\",x\n\"\"\"q\"\"\",y\nplain, z \n");

        Assert.Equal([new("a, \"b\"\nc", "x"), new("\"q\"", "y"), new("plain", "z")], table.Rows);
        Assert.True(table.HadHeader);
    }

    [Theory]
    [InlineData("text,label\r\na,x\r\nb,y\r\n")]
    [InlineData("text,label\na,x\nb,y")]
    [InlineData("\uFEFFtext,label\na,x\nb,y\n")]
    [InlineData("text,label\n\na,x\n\nb,y\n\n")]
    [InlineData("TEXT, Label \na,x\nb,y\n")]
    [InlineData("label,other,text\nx,1,a\ny,2,b\n")]
    public async Task ReadAsync_LineEndsByteOrderMarkAndColumnOrder_ReadAlike(string csv) =>
        Assert.Equal([new("a", "x"), new("b", "y")], (await Csv(csv)).Rows);

    [Fact]
    public async Task ReadAsync_GzipCsv_Reads()
    {
        _folder.WriteGzip("d.csv.gz", "text,label\na,x\n");

        Assert.Equal([new("a", "x")], (await Read(new DataSource("d.csv.gz"))).Rows);
    }

    [Fact]
    public async Task ReadAsync_SeveralTextColumns_JoinsWhatIsNotBlank()
    {
        _folder.Write("d.csv", "1,Title,Body\n2,,Only body\n");
        DataSource source = new("d.csv", Header: HeaderMode.Absent, Text: ColumnList.Parse("2,3"), Label: ColumnReference.ByNumber(1));

        Assert.Equal([new("Title Body", "1"), new("Only body", "2")], (await Read(source)).Rows);
        Assert.Equal("Title\nBody", (await Read(source with { Join = TextJoin.Newline })).Rows[0].Text);
    }

    [Fact]
    public async Task ReadAsync_ByNumberAndFirstLabelNeverAgain_TakesAHeader()
    {
        DatasetTable table = await Numbered("category,words\n1,a\n2,b\n1,c\n");

        Assert.True(table.HadHeader);
        Assert.Equal(["a", "b", "c"], table.Rows.Select(row => row.Text));
        Assert.Contains("first line was taken as a header", Assert.Single(table.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_ByNumberAndFirstLabelAgain_TakesData()
    {
        DatasetTable table = await Numbered("1,a\n2,b\n1,c\n");

        Assert.False(table.HadHeader);
        Assert.Equal(["a", "b", "c"], table.Rows.Select(row => row.Text));
        Assert.Empty(table.Warnings);
    }

    [Fact]
    public async Task ReadAsync_ByNumberAndSaidToHaveNoHeader_KeepsTheFirstLine()
    {
        _folder.Write("d.csv", "7,a\n2,b\n");

        Assert.Equal(2, (await Read(new DataSource("d.csv", Header: HeaderMode.Absent, Text: ColumnList.Parse("2"), Label: ColumnReference.ByNumber(1)))).Rows.Count);
    }

    [Fact]
    public async Task ReadAsync_LabelMap_MapsRawLabelsAndKeepsOthers()
    {
        _folder.Write("d.csv", "text,label\na, 1 \nb,2\n");

        DatasetTable table = await Read(new DataSource("d.csv", LabelMap: new Dictionary<string, string> { ["1"] = "World" }));

        Assert.Equal(["World", "2"], table.Rows.Select(row => row.Label));
    }

    [Fact]
    public async Task ReadAsync_BlankTextOrLabel_DropsCountsAndWarns()
    {
        DatasetTable table = await Csv("text,label\n ,x\na,\nb,y\n\"\n\",y\n");

        Assert.Equal([new("b", "y")], table.Rows);
        Assert.Equal((2, 1), (table.DroppedEmptyText, table.DroppedEmptyLabel));
        Assert.Equal(["d.csv: 2 of 4 rows have blank text and were left out.", "d.csv: 1 of 4 rows have a blank label and were left out."], table.Warnings);
    }

    [Fact]
    public async Task ReadAsync_SeventySevenLabels_KeepsEach()
    {
        DatasetTable table = await Csv("text,label\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"t{i},label {i % 77}\n")));

        Assert.Equal(77, table.Rows.Select(row => row.Label).Distinct().Count());
    }

    [Fact]
    public async Task ReadAsync_TabAndSemicolon_SplitFields()
    {
        _folder.Write("d.tsv", "text\tlabel\na, b\tx\n");
        _folder.Write("d.csv", "text;label\na, b;x\n");

        Assert.Equal([new("a, b", "x")], (await Read(new DataSource("d.tsv"))).Rows);
        Assert.Equal([new("a, b", "x")], (await Read(new DataSource("d.csv", Delimiter: ";"))).Rows);
    }

    [Fact]
    public async Task ReadAsync_Jsonl_ReadsTextNumbersAndTruthValues()
    {
        _folder.WriteGzip("d.jsonl.gz", "{\"text\":\"a\\nb\",\"label\":1}\n\n{\"label\":true,\"text\":\"c\"}\r\n{\"text\":null,\"label\":1}\n");

        DatasetTable table = await Read(new DataSource("d.jsonl.gz"));

        Assert.Equal([new("a\nb", "1"), new("c", "true")], table.Rows);
        Assert.Equal(1, table.DroppedEmptyText);
    }

    [Fact]
    public async Task ReadAsync_Parquet_ReadsTextAndNumbersAcrossRowGroups()
    {
        using var stream = new MemoryStream();
        ParquetRow[] rows = [.. Enumerable.Range(0, 25).Select(i => new ParquetRow { Text = i == 3 ? null : $"t{i}", Label = i % 2 })];
        await ParquetSerializer.SerializeAsync(rows, stream, new ParquetOptions { RowGroupSize = 10 }, null, TestContext.Current.CancellationToken);
        _folder.Write("d.parquet", stream.ToArray());

        DatasetTable table = await Read(new DataSource("d.parquet", Text: ColumnList.Parse("Text"), Label: ColumnReference.ByNumber(2)));

        Assert.Equal(24, table.Rows.Count);
        Assert.Equal(new LabelledText("t24", "0"), table.Rows[^1]);
        Assert.Equal(1, table.DroppedEmptyText);
    }

    [Fact]
    public async Task ReadAsync_NotLabelled_NeverLooksAtTheLabelColumn()
    {
        _folder.Write("d.csv", "text\na\nb\n");

        DatasetTable table = await DatasetReader.ReadAsync(new DataSource("d.csv", Label: ColumnReference.ByName("none")), _folder.Path, labelled: false, null, TestContext.Current.CancellationToken);

        Assert.All(table.Rows, row => Assert.Empty(row.Label));
    }

    [Theory]
    [InlineData("text,lable\na,x\n", "d.csv: there is no column \"label\". Did you mean \"lable\"? The first line has 2 columns. Columns may also be given by number from 1.")]
    [InlineData("", "d.csv: the file is empty. It needs a header line and rows.")]
    [InlineData("text,label\n", "d.csv: there is no row. Check the columns.")]
    [InlineData("text,label\n,x\n", "d.csv: none of its 1 rows has both text and label. Check the columns.")]
    public async Task ReadAsync_UnusableCsv_SaysWhatAndWhatToDo(string csv, string message) =>
        Assert.Equal(message, (await Assert.ThrowsAsync<DataSourceException>(() => Csv(csv))).Message);

    [Theory]
    [InlineData("text,label\na,x\nb,y,z\n", 3)]
    [InlineData("text,label\na,x\n\"b\nb\",y\nc\n", 5)]
    [InlineData("text,label\na,x\n\"b,y\nc,z\n", 3)]
    [InlineData("text,label\na,x\n\"b\"c,y\n", 3)]
    public async Task ReadAsync_MalformedRow_NamesTheLineAndNoText(string csv, long line)
    {
        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Csv(csv));

        Assert.Equal(line, exception.Line);
        Assert.StartsWith("the row is malformed", exception.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_QuoteInTheMiddleOfAnUnquotedField_KeepsIt() =>
        Assert.Equal([new("5\" pipe said \"hi\"", "x")], (await Csv("text,label\n5\" pipe said \"hi\",x\n")).Rows);

    [Fact]
    public async Task ReadAsync_NotUtf8_NamesTheLineAndTheByte()
    {
        byte[] padding = Encoding.UTF8.GetBytes("text,label\n" + string.Concat(Enumerable.Repeat("ää,x\n", 20_000)));
        _folder.Write("d.csv", [.. padding, (byte)'a', 0xE9, (byte)',', (byte)'x', (byte)'\n']);

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource("d.csv")));

        Assert.Equal("d.csv, line 20002: a byte is not valid UTF-8. Save the file as UTF-8 (it may be Latin-1 or Windows-1252).", exception.Message);
    }

    [Fact]
    public async Task ReadAsync_Utf16_SaysSo()
    {
        _folder.Write("d.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("text,label\na,x\n")]);

        Assert.Equal("the file is in UTF-16", (await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource("d.csv")))).Problem);
    }

    [Fact]
    public async Task ReadAsync_GzipCutShort_SaysDamaged()
    {
        string path = _folder.WriteGzip("d.csv.gz", "text,label\n" + string.Concat(Enumerable.Range(0, 5000).Select(i => $"text {i * 7919 % 1013},x\n")));
        byte[] whole = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        _folder.Write("d.csv.gz", whole[..(whole.Length / 2)]);

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource("d.csv.gz")));

        Assert.StartsWith("the file is damaged or cut short", exception.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"text\":\"a\",\"label\":\"x\"}\n{\"text\":\n", 2, "the line is no valid JSON")]
    [InlineData("[1]\n", 1, "the line is not a JSON object")]
    [InlineData("{\"text\":[\"a\"],\"label\":\"x\"}\n", 1, "field \"text\" is a list or an object")]
    public async Task ReadAsync_MalformedJsonl_NamesTheLine(string jsonl, long line, string problem)
    {
        _folder.Write("d.jsonl", jsonl);

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource("d.jsonl")));

        Assert.Equal((line, problem), (exception.Line!.Value, exception.Problem));
    }

    [Theory]
    [InlineData("PAR1")]
    // A footer that is no structure: the library read on for ever.
    [InlineData("PAR1some private words, some private words\u0010\0\0\0PAR1")]
    [InlineData("this is no parquet file at all, but it is long enough to hold a footer")]
    public async Task ReadAsync_BrokenParquet_SaysSo(string content)
    {
        _folder.Write("d.parquet", content);

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource("d.parquet")));

        Assert.Contains("Parquet", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("missing.csv", "there is no such file")]
    [InlineData("data.bin", "its ending does not tell its format")]
    [InlineData("${FDKT_NO_SUCH_VARIABLE}/a.csv", "the environment variable FDKT_NO_SUCH_VARIABLE is not set")]
    public async Task ReadAsync_NoSuchFile_SaysWhy(string path, string problem) =>
        Assert.StartsWith(problem, (await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource(path)))).Problem, StringComparison.Ordinal);

    [Fact]
    public async Task ReadAsync_ColumnNumberTooHigh_SaysHowManyThereAre()
    {
        _folder.Write("d.csv", "1,a\n1,b\n");

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(new DataSource("d.csv", Text: ColumnList.Parse("5"), Label: ColumnReference.ByNumber(1))));

        Assert.Equal("d.csv: there is no column 5. The file has 2 columns, counted from 1.", exception.Message);
    }

    [Fact]
    public async Task ReadAsync_AgNews_ReadsEveryRow()
    {
        string path = SharedData.Require("ag_news/train.csv.gz");

        DatasetTable table = await Read(new DataSource(path, Text: ColumnList.Parse("2,3"), Label: ColumnReference.ByNumber(1)));

        Assert.False(table.HadHeader);
        Assert.Equal(20_000, table.Rows.Count);
        Assert.All(table.Rows.GroupBy(row => row.Label), group => Assert.Equal(5_000, group.Count()));
    }

    [Theory]
    [InlineData("yelp/test.csv.gz", "label1", 5_000, 10)]
    [InlineData("yelp/stars_train.csv.gz", "labels", 10_000, 5)]
    public async Task ReadAsync_Yelp_ReadsEveryRow(string file, string label, int rows, int labels)
    {
        DatasetTable table = await Read(new DataSource(SharedData.Require(file), Label: ColumnReference.ByName(label)));

        Assert.Equal(rows, table.Rows.Count + table.DroppedEmptyText);
        Assert.Equal(labels, table.Rows.Select(row => row.Label).Distinct().Count());
    }

    public void Dispose() => _folder.Dispose();

    private Task<DatasetTable> Csv(string content)
    {
        _folder.Write("d.csv", content);
        return Read(new DataSource("d.csv"));
    }

    private Task<DatasetTable> Numbered(string content)
    {
        _folder.Write("d.csv", content);
        return Read(new DataSource("d.csv", Text: ColumnList.Parse("2"), Label: ColumnReference.ByNumber(1)));
    }

    private Task<DatasetTable> Read(DataSource source) => DatasetReader.ReadAsync(source, _folder.Path, labelled: true, null, TestContext.Current.CancellationToken);
}

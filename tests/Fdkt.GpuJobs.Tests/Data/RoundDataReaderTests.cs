using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;

namespace Fdkt.GpuJobs.Tests.Data;

public sealed class RoundDataReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string[]?, string> LabelFaults => new()
    {
        { "a,x\nb,x\n", "c,x\n", null, "train.csv: every row has the same label. A classifier needs at least two labels; check the label column." },
        {
            "a,x\nb,yes\n", "c,yess\n", null,
            "test.csv: 1 rows have a label that the training file does not have. Check the label column. Correct them, map them with labelMap, or remove the rows."
        },
        { "a,x\nb,y\n", "c,x\n", ["x", "y", "z"], "train.csv: no row has the label \"z\", which task.labels lists. The label column holds 2 others: check it, and the spelling." },
        {
            "a,x\nb,yy\nc,z\n", "c,x\n", ["x", "y"],
            "train.csv: 2 rows have a label that task.labels of the round file does not have. Did you mean \"y\"? Check the label column. Correct them, map them with labelMap, or remove the rows."
        },
    };

    [Theory]
    [MemberData(nameof(LabelFaults))]
    public async Task ReadAsync_LabelsDoNotFit_SaysWhich(string train, string test, string[]? labels, string message)
    {
        Write(train, test);

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(Section(), labels));

        Assert.Equal(message, exception.Message);
    }

    [Fact]
    public async Task ReadAsync_NoTestFile_HoldsOutAboutItsPart()
    {
        Write(string.Concat(Enumerable.Range(0, 1000).Select(i => $"t{i},{(i % 2 == 0 ? "odd" : "even")}\n")), null);

        RoundData data = await Read(new DataSection(new DataSource("train.csv")), null);

        Assert.InRange(data.Test.Count, 150, 250);
        Assert.Equal(1000, data.Train.Concat(data.Test).Distinct().Count());
        Assert.Empty(data.Warnings);
    }

    [Fact]
    public async Task ReadAsync_LabelThatLacksAPart_IsNamedAndNotRepaired()
    {
        Write(string.Concat(Enumerable.Range(0, 100).Select(i => $"t{i},{(i < 99 ? "common" : "rare")}\n")), null);

        RoundData data = await Read(new DataSection(new DataSource("train.csv")), null);

        // One row can't be in both parts, whichever its coin took.
        Assert.Contains("label \"rare\"", Assert.Single(data.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_PublicFraction_TakesAboutItsPart()
    {
        Write(string.Concat(Enumerable.Range(0, 400).Select(i => $"t{i},c{i % 3}\n")), "q,c0\n");

        RoundData data = await Read(Section() with { Public = new PublicSource(Fraction: 0.75) }, null);

        Assert.Equal(400, data.Public!.Count + data.Train.Count);
        Assert.InRange(data.Public.Count, 260, 340);
        Assert.Empty(data.Public.Intersect(data.Train.Select(row => row.Text)));
    }

    [Fact]
    public async Task ReadAsync_SameFilesTwice_SplitsAlike()
    {
        Write(string.Concat(Enumerable.Range(0, 50).Select(i => $"t{i},c{i % 3}\n")), null);
        DataSection section = new(new DataSource("train.csv"), Public: new PublicSource(Rows: 10));

        RoundData first = await Read(section, null);
        RoundData second = await Read(section, null);

        Assert.Equal(first.Train, second.Train);
        Assert.Equal(first.Test, second.Test);
        Assert.Equal(first.Public, second.Public);
        Assert.Equal(10, first.Public!.Count);
    }

    [Fact]
    public async Task ReadAsync_MorePublicRowsThanThereAre_SaysSo()
    {
        Write("a,x\nb,y\n", "c,x\n");

        DataSourceException exception = await Assert.ThrowsAsync<DataSourceException>(() => Read(Section() with { Public = new PublicSource(Rows: 2) }, null));

        Assert.Contains("2 rows are asked for as public", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_PublicFile_InheritsColumnsAndHeaderFromTrain()
    {
        _folder.Write("train.csv", "1,a\n2,b\n1,c\n");
        _folder.Write("public.csv", "9,p\n9,q\n");
        DataSection section = new(
            new DataSource("train.csv", Text: ColumnList.Parse("2"), Label: ColumnReference.ByNumber(1)),
            new DataSource("train.csv"),
            new PublicSource("public.csv"));

        RoundData data = await Read(section, null);

        Assert.Equal(["p", "q"], data.Public!);
        Assert.Equal(3, data.Test.Count);
    }

    [Fact]
    public async Task ReadAsync_NumericLabels_OrdersThemByValue()
    {
        Write("a,10\nb,9\nc,x\n", "d,9\n");

        Assert.Equal(["9", "10", "x"], (await Read(Section(), null)).Labels);
    }

    public void Dispose() => _folder.Dispose();

    private static DataSection Section() => new(new DataSource("train.csv"), new DataSource("test.csv"));

    private void Write(string train, string? test)
    {
        _folder.Write("train.csv", "text,label\n" + train);
        if (test is not null)
        {
            _folder.Write("test.csv", "text,label\n" + test);
        }
    }

    private Task<RoundData> Read(DataSection data, string[]? labels) =>
        RoundDataReader.ReadAsync(data, labels, _folder.Path, new RecordingProgress(), TestContext.Current.CancellationToken);
}

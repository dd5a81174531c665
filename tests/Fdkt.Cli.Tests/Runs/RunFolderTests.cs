using Fdkt.Cli.Runs;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Read_WhatWriteWrote_IsTheSame()
    {
        await Write(Open("a"));

        SeedOutcome read = Open("a").Read("seed-1", RunJsonContext.Default.SeedOutcome)!;

        Assert.Equal(Outcome().Scores[Comparison.Fdkt], read.Scores[Comparison.Fdkt]);
        Assert.Equal(Outcome().Clients, read.Clients);
        Assert.True(double.IsPositiveInfinity(read.Privacy[0].Epsilon));
    }

    [Fact]
    public async Task Read_OtherInputsOrNoResume_IsNothing()
    {
        await Write(Open("a"));

        Assert.Null(Open("b").Read("seed-1", RunJsonContext.Default.SeedOutcome));
        Assert.Null(RunFolder.Open(_folder.Path, "a", resume: false).Read("seed-1", RunJsonContext.Default.SeedOutcome));
        Assert.Null(Open("a").Read("seed-2", RunJsonContext.Default.SeedOutcome));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public async Task Read_HalfWrittenFile_IsNothing(double part)
    {
        await Write(Open("a"));
        string file = Directory.GetFiles(_folder.Path, "*.json", SearchOption.AllDirectories).Single();
        byte[] whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, whole[..(int)(whole.Length * part)], TestContext.Current.CancellationToken);

        Assert.Null(Open("a").Read("seed-1", RunJsonContext.Default.SeedOutcome));
    }

    [Fact]
    public void Read_JsonOfSomethingElse_IsNothing()
    {
        RunFolder folder = Open("a");
        File.WriteAllText(Path.Combine(Directory.GetDirectories(Path.Combine(_folder.Path, "stages")).Single(), "seed-1.json"), "{}");

        Assert.Null(folder.Read("seed-1", RunJsonContext.Default.SeedOutcome));
    }

    [Fact]
    public void Of_Predictions_GivesAccuracyAndMeanF1OfTheClassesPresent()
    {
        // Class 0: precision 1/2, recall 1. Class 1: precision 1, recall 1/2. Class 2 does not occur.
        Score score = Score.Of([[0.8, 0.1, 0.1], [0.6, 0.3, 0.1], [0.1, 0.9, 0]], [0, 1, 1], 3);

        Assert.Equal(2.0 / 3, score.Accuracy, 9);
        Assert.Equal(2.0 / 3, score.MacroF1, 9);
    }

    [Fact]
    public void Label_Texts_KeepsTheSurerHalfWithThePredictedClass()
    {
        Fdkt.Learning.Students.Example[] rows = [.. Enumerable.Range(0, 40).Select(i => new Fdkt.Learning.Students.Example(i % 2 == 0 ? "red crimson scarlet" : "blue navy azure", i % 2))];
        Fdkt.Learning.Students.Example[] texts = [new("red scarlet", 0), new("unknown words", 0), new("azure navy", 0), new("red blue", 0)];

        IReadOnlyList<Fdkt.Learning.Students.Example> kept = SelfTraining.Label(texts, rows, 2, new Fdkt.Learning.Students.StudentOptions(), 1, TestContext.Current.CancellationToken);

        Assert.Equal([("azure navy", 1), ("red scarlet", 0)], kept.Select(row => (row.Text, row.Label)).OrderBy(row => row.Text, StringComparer.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static SeedOutcome Outcome() => new(
        1, new Dictionary<Comparison, IReadOnlyList<Score>> { [Comparison.Fdkt] = [new Score(0.5, double.NaN)] }, [],
        [SampleReport.Create().Privacy with { Epsilon = double.PositiveInfinity }], [new ClientSize("client-1", 5)], []);

    private static Task Write(RunFolder folder) => folder.WriteAsync("seed-1", Outcome(), RunJsonContext.Default.SeedOutcome, TestContext.Current.CancellationToken);

    private RunFolder Open(string fingerprint) => RunFolder.Open(_folder.Path, fingerprint, resume: true);
}

using Fdkt.Cli.Runs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Privacy.Accounting;

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

    public void Dispose() => _folder.Dispose();

    private static SeedOutcome Outcome() => new(
        1, new Dictionary<Comparison, IReadOnlyList<Score>> { [Comparison.Fdkt] = [new Score(0.5, double.NaN)] }, [],
        [SampleReport.Create().Privacy with { Epsilon = double.PositiveInfinity }],
        [new ReleaseCharge("id", [new SampledGaussianEvent(.1, 2, 3), new DiscreteGaussianEvent(4, 1)], 1e-5, "hash")], [new ClientSize("client-1", 5)], []);

    private static Task Write(RunFolder folder) => folder.WriteAsync("seed-1", Outcome(), RunJsonContext.Default.SeedOutcome, TestContext.Current.CancellationToken);

    private RunFolder Open(string fingerprint) => RunFolder.Open(_folder.Path, fingerprint, resume: true);
}

using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Checkpoints;

namespace Fdkt.GpuJobs.Tests.Spaces;

public sealed class PublicSpaceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Fit_TextsAlongOneAxis_FindsItFirst()
    {
        var random = new Random(3);
        float[][] states = [.. Enumerable.Range(0, 200).Select(i => new[] { i % 2 == 0 ? 1f : -1f, (float)(0.1 * random.NextDouble()), (float)(0.1 * random.NextDouble()) })];

        var space = PublicSpace.Fit(states, "encoder");

        Assert.Equal(3, space.Components);
        Assert.InRange(space.Variance[0], 0.95, 1.001);
        Assert.Equal(1, Math.Abs(space.Project([5f, 0.05f, 0.05f])[0]), 0.01);
    }

    [Fact]
    public void Project_AnyState_IsOfLengthOneAtMostAndDecorrelated()
    {
        float[][] states = Clouds.States(300, 3, 1);
        var space = PublicSpace.Fit(states, "encoder");

        float[][] projected = space.Project(states);

        Assert.All(projected, state => Assert.InRange(state.Sum(value => value * value), 0, 1.0001));
        double first = projected.Average(state => state[0]), second = projected.Average(state => state[1]);
        Assert.Equal(0, projected.Average(state => (state[0] - first) * (state[1] - second)) + first * second, 0.01);
        Assert.All(space.Project(new float[Clouds.Length].Select((_, j) => float.NaN).ToArray()), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Fit_SameStates_GiveTheSameSpaceAndOthersAnother()
    {
        float[][] states = Clouds.States(100, 2, 1);

        Assert.Equal(PublicSpace.Fit(states, "a").Hash, PublicSpace.Fit([.. states.Select(state => state.ToArray())], "a").Hash);
        Assert.NotEqual(PublicSpace.Fit(states, "a").Hash, PublicSpace.Fit(states, "b").Hash);
        Assert.NotEqual(PublicSpace.Fit(states, "a").Hash, PublicSpace.Fit(Clouds.States(100, 2, 2), "a").Hash);
    }

    [Fact]
    public void Load_WhatSaveWrote_IsTheSameSpace()
    {
        string path = Path.Combine(_folder.Path, "space.safetensors");
        var space = PublicSpace.Fit(Clouds.States(100, 2, 1), "encoder");

        space.Save(path);

        Assert.Equal(space.Hash, PublicSpace.Load(path).Hash);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^8]);
        Assert.Throws<CheckpointException>(() => PublicSpace.Load(path));
    }

    [Fact]
    public void Fit_OneState_Throws() => Assert.Throws<ArgumentException>(() => PublicSpace.Fit([[1f, 2f]], "encoder"));

    public void Dispose() => _folder.Dispose();
}

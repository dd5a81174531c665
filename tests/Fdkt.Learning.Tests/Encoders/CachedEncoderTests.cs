using Fdkt.Learning.Encoders;
using Fdkt.Tests;

namespace Fdkt.Learning.Tests.Encoders;

public sealed class CachedEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "states");

    [Theory]
    [InlineData(EncodingMode.Independent)]
    [InlineData(EncodingMode.Batched)]
    public async Task EncodeAsync_SecondProcess_FindsEveryStateBitForBit(EncodingMode mode)
    {
        var first = new CountingEncoder();
        string[] texts = ["goal", "bank", "goal", "", "\ud800"];
        float[][] made = await Encode(first, texts, mode);

        var second = new CountingEncoder();
        float[][] found = await Encode(second, [.. texts, "new"], mode);

        Assert.Equal(["goal", "bank", "", "\ud800"], first.Texts);
        Assert.Equal(["new"], second.Texts);
        Assert.Equal(made, found[..5]);
        Assert.NotSame(found[0], found[2]);
    }

    [Fact]
    public async Task EncodeAsync_BatchedBefore_GivesNoneOfItToAnIndependentRequest()
    {
        await Encode(new CountingEncoder(), ["goal"], EncodingMode.Batched);

        var encoder = new CountingEncoder();
        float[][] independent = await Encode(encoder, ["goal"], EncodingMode.Independent);

        Assert.Equal(["goal"], encoder.Texts);
        Assert.Equal(CountingEncoder.StateOf("goal", EncodingMode.Independent), independent[0]);
    }

    [Fact]
    public async Task EncodeAsync_OtherEncoder_FindsNothing()
    {
        await Encode(new CountingEncoder(), ["goal"], EncodingMode.Batched);

        var other = new CountingEncoder { Hash = new string('1', 64) };
        await Encode(other, ["goal"], EncodingMode.Batched);

        Assert.Equal(["goal"], other.Texts);
    }

    [Fact]
    public async Task EncodeAsync_AnyByteChangedOrCut_IsNeverTrusted()
    {
        await Encode(new CountingEncoder(), ["goal", "bank"], EncodingMode.Batched);
        string file = Assert.Single(Segments());
        byte[] whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        for (int i = 0; i <= whole.Length; i++)
        {
            byte[] damaged = i < whole.Length ? [.. whole] : whole[..^1];
            if (i < whole.Length)
            {
                damaged[i] ^= 0x10;
            }

            Array.ForEach(Segments(), File.Delete);
            await File.WriteAllBytesAsync(file, damaged, TestContext.Current.CancellationToken);

            float[][] states = await Encode(new CountingEncoder(), ["goal", "bank"], EncodingMode.Batched);

            Assert.Equal(CountingEncoder.StateOf("goal", EncodingMode.Batched), states[0]);
            Assert.Equal(CountingEncoder.StateOf("bank", EncodingMode.Batched), states[1]);
        }
    }

    [Fact]
    public async Task EncodeAsync_ManySegments_BecomeOneAndNothingIsLost()
    {
        for (int i = 0; i < 40; i++)
        {
            await Encode(new CountingEncoder(), [$"text {i}"], EncodingMode.Batched);
        }

        var encoder = new CountingEncoder();
        await Encode(encoder, [.. Enumerable.Range(0, 40).Select(i => $"text {i}")], EncodingMode.Batched);

        Assert.Empty(encoder.Texts);
        Assert.InRange(Segments().Length, 1, 17);
    }

    [Fact]
    public async Task EncodeAsync_OverTheBound_LetsTheOldestGo()
    {
        const long Bound = 2_000;
        for (int i = 0; i < 60; i++)
        {
            await Encode(new CountingEncoder { Hash = new string((char)('0' + (i % 3)), 64) }, [$"text {i}"], EncodingMode.Batched, Bound);
            Assert.True(Segments().Sum(file => new FileInfo(file).Length) <= Bound);
        }

        var encoder = new CountingEncoder { Hash = new string('2', 64) };
        await Encode(encoder, ["text 59"], EncodingMode.Batched, Bound);
        Assert.Empty(encoder.Texts);
    }

    [Fact]
    public async Task EncodeAsync_NoBytesAllowed_KeepsNothing()
    {
        await Encode(new CountingEncoder(), ["goal"], EncodingMode.Batched, 0);

        Assert.Empty(Segments());
    }

    [Fact]
    public async Task EncodeAsync_SeveralAtOnce_GiveTheSameAndLeaveAWholeCache()
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => $"text {i}")];

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 8),
            TestContext.Current.CancellationToken,
            async (i, _) => Assert.Equal(texts.Select(text => CountingEncoder.StateOf(text, EncodingMode.Batched)), await Encode(new CountingEncoder(), texts, EncodingMode.Batched)));

        var encoder = new CountingEncoder();
        await Encode(encoder, texts, EncodingMode.Batched);
        Assert.Empty(encoder.Texts);
    }

    [Fact]
    public async Task EncodeAsync_FolderThatCannotBeMade_OnlyCostsTime()
    {
        string file = _folder.Write("file", "no folder");
        using var cached = new CachedEncoder(new CountingEncoder(), Path.Combine(file, "states"));

        float[][] states = await cached.EncodeAsync(["goal"], EncodingMode.Batched, TestContext.Current.CancellationToken);

        Assert.Equal(CountingEncoder.StateOf("goal", EncodingMode.Batched), states[0]);
    }

    [Fact]
    public async Task EncodeAsync_Progress_EndsAtTheNumberOfTexts()
    {
        await Encode(new CountingEncoder(), ["goal"], EncodingMode.Batched);
        using var cached = new CachedEncoder(new CountingEncoder(), Folder);
        var told = new List<int>();

        await cached.EncodeAsync(["goal", "bank", "bank"], EncodingMode.Batched, new Told(told), TestContext.Current.CancellationToken);

        Assert.Equal(1, told[0]);
        Assert.Equal(3, told[^1]);
        Assert.Equal(told.Order(), told);
    }

    [Fact]
    public async Task EncodeAsync_Folder_IsTheOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        await Encode(new CountingEncoder(), ["goal"], EncodingMode.Batched);

#pragma warning disable CA1416 // Skipped there.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Folder));
#pragma warning restore CA1416
    }

    public void Dispose() => _folder.Dispose();

    private string[] Segments() => Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*", SearchOption.AllDirectories) : [];

    private async Task<float[][]> Encode(CountingEncoder encoder, string[] texts, EncodingMode mode, long maximumBytes = CachedEncoder.DefaultMaximumBytes)
    {
        using var cached = new CachedEncoder(encoder, Folder, maximumBytes);
        return await cached.EncodeAsync(texts, mode, TestContext.Current.CancellationToken);
    }

    private sealed class Told(List<int> values) : IProgress<int>
    {
        public void Report(int value) => values.Add(value);
    }

    /// <summary>Keeps what it was asked for. A state tells its text and mode.</summary>
    private sealed class CountingEncoder : ITextEncoder
    {
        public List<string> Texts { get; } = [];

        public string Name => "counting";

        public string Hash { get; init; } = new('0', 64);

        public int Dimension => 3;

        public bool StaysInProcess => true;

        public static float[] StateOf(string text, EncodingMode mode) => [text.Length, text.Length > 0 ? text[^1] : 0, (float)mode];

        public Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
        {
            Texts.AddRange(texts);
            progress?.Report(texts.Count);
            return Task.FromResult<float[][]>([.. texts.Select(text => StateOf(text, mode))]);
        }
    }
}

using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Classifiers;
using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Classifiers;

public sealed class ClassifierFolderTests : IDisposable
{
    private static readonly string[] Words = ["goal", "match", "striker", "bank", "market", "share"];
    private static readonly string[] Texts = ["goal match", "striker goal", "bank market", "share bank", "market share", "match striker", "goal bank"];

    private readonly TemporaryFolder _folder = new();

    private string Model => Path.Combine(_folder.Path, "client", "model");

    [Fact]
    public async Task Read_WhatWasWritten_PredictsBitForBitTheSame()
    {
        (SavedClassifier classifier, ITextEncoder encoder) = await MakeAsync();

        ClassifierFolder.Write(Model, classifier);
        SavedClassifier read = ClassifierFolder.Read(Model);

        Assert.Equal(await PredictAsync(classifier, encoder), await PredictAsync(read, encoder));
        Assert.Equal(classifier.Card.Labels, read.Card.Labels);
        Assert.Equal(classifier.Card.Encoder, read.Card.Encoder);
    }

    [Fact]
    public async Task PredictAsync_OneTextOrAll_GivesTheSame()
    {
        (SavedClassifier classifier, ITextEncoder encoder) = await MakeAsync();
        double[][] all = await PredictAsync(classifier, encoder);

        for (int i = 0; i < Texts.Length; i++)
        {
            Prediction alone = Assert.Single(await classifier.PredictAsync(encoder, [Texts[i]], null, TestContext.Current.CancellationToken));
            Assert.Equal(all[i], alone.Probabilities);
            Assert.Equal(alone.Probabilities.Max(), alone.Probabilities[alone.Label]);
        }
    }

    [Fact]
    public async Task Write_OverAModel_ReplacesItAndLeavesNothingBeside()
    {
        (SavedClassifier classifier, _) = await MakeAsync();
        ClassifierFolder.Write(Model, classifier);

        ClassifierFolder.Write(Model, classifier with { Card = classifier.Card with { Domain = "reviews" } });

        Assert.Equal("reviews", ClassifierFolder.Read(Model).Card.Domain);
        Assert.Equal([Model], Directory.GetFileSystemEntries(Path.GetDirectoryName(Model)!));
    }

    [Fact]
    public async Task Write_OverSomethingElse_LeavesItAsItIs()
    {
        (SavedClassifier classifier, _) = await MakeAsync();
        Directory.CreateDirectory(Model);
        await File.WriteAllTextAsync(Path.Combine(Model, "mine.txt"), "mine", TestContext.Current.CancellationToken);

        Assert.Throws<ClassifierException>(() => ClassifierFolder.Write(Model, classifier));

        Assert.Equal([Path.Combine(Model, "mine.txt")], Directory.GetFileSystemEntries(Model));
    }

    [Fact]
    public async Task Write_FolderAndFiles_AreTheOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        (SavedClassifier classifier, _) = await MakeAsync();

        ClassifierFolder.Write(Model, classifier);

#pragma warning disable CA1416 // Skipped there.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Model));
        Assert.All(Directory.GetFiles(Model), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
#pragma warning restore CA1416
    }

    [Theory]
    [InlineData("model.json")]
    [InlineData("head.safetensors")]
    [InlineData("space.safetensors")]
    public async Task Read_AnyFileCutOrMissing_SaysWhich(string file)
    {
        (SavedClassifier classifier, _) = await MakeAsync();
        ClassifierFolder.Write(Model, classifier);
        string path = Path.Combine(Model, file);
        byte[] bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        foreach (int length in (int[])[0, bytes.Length / 2, bytes.Length - 3])
        {
            await File.WriteAllBytesAsync(path, bytes[..length], TestContext.Current.CancellationToken);
            Assert.Contains(file, Assert.Throws<ClassifierException>(() => ClassifierFolder.Read(Model)).Message, StringComparison.Ordinal);
        }

        File.Delete(path);
        Assert.Contains(file, Assert.Throws<ClassifierException>(() => ClassifierFolder.Read(Model)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FolderThatMoved_SaysSo() => Assert.Contains("moved", Assert.Throws<ClassifierException>(() => ClassifierFolder.Read(Model)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task PredictAsync_AnotherEncoder_IsRefused()
    {
        (SavedClassifier classifier, _) = await MakeAsync();
        ITextEncoder other = Encoder(2);

        ClassifierException error = await Assert.ThrowsAsync<ClassifierException>(() => classifier.PredictAsync(other, Texts, null, TestContext.Current.CancellationToken));

        Assert.Contains("--encoder", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_Readme_SaysThatItMustStayAndWhatWasReleased()
    {
        (SavedClassifier classifier, _) = await MakeAsync();
        ClassifierFolder.Write(Model, classifier);

        string readme = await File.ReadAllTextAsync(Path.Combine(Model, "README.md"), TestContext.Current.CancellationToken);

        Assert.Contains(ClassifierCard.MustStay, readme, StringComparison.Ordinal);
        Assert.Contains("epsilon 8", readme, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    internal static async Task<(SavedClassifier Classifier, ITextEncoder Encoder)> MakeAsync()
    {
        WordVectorEncoder encoder = Encoder(1);
        float[][] states = await encoder.EncodeAsync(Texts, EncodingMode.Batched, TestContext.Current.CancellationToken);
        PublicSpace space = PublicSpace.Fit(states, encoder.Hash);
        var random = new Random(3);
        float[][] weights = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, space.Components).Select(_ => random.NextSingle() - 0.5f).ToArray())];
        var card = new ClassifierCard(
            ClassifierCard.CurrentSchemaVersion, ["sport", "money", "other"], "news", new CardEncoder(new EncoderSection(EncoderKind.Trained), encoder.Name, encoder.Hash), TextJoin.Space,
            "Made by a test.", "A release of epsilon 8.", new Dictionary<string, string>());
        return (new SavedClassifier(card, space, new SoftmaxHead(weights, [0.1f, 0, -0.1f])), encoder);
    }

    private static WordVectorEncoder Encoder(int seed)
    {
        var random = new Random(seed);
        return new WordVectorEncoder(new TextEncoder(Words, [.. Enumerable.Range(0, Words.Length * 5).Select(_ => random.NextSingle() - 0.5f)], new float[5]));
    }

    private static async Task<double[][]> PredictAsync(SavedClassifier classifier, ITextEncoder encoder) =>
        [.. (await classifier.PredictAsync(encoder, Texts, null, TestContext.Current.CancellationToken)).Select(prediction => prediction.Probabilities.ToArray())];
}

using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Tests.PublicModels;

public sealed class PublicModelStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-test-").FullName;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_WhatSaveWrote_IsTheSameModel(bool compact)
    {
        PublicModelStore.Save(SmallModel.Shared, _folder, compact);

        using PublicModel read = PublicModelStore.Load(_folder);

        string text = TopicTexts.Texts(1, 5)[0];
        Assert.Equal(SmallModel.Shared.ToTokens(text), read.ToTokens(text));
        Assert.Equal(SmallModel.Shared.Decoder.Config, read.Decoder.Config);
        Assert.Equal(SmallModel.Shared.Codes.Count, read.Codes.Count);
        Assert.All(SmallModel.Shared.Encoder.Encode(text).Zip(read.Encoder.Encode(text)), pair => Assert.Equal(pair.First, pair.Second, compact ? 0.02f : 1e-7f));
        Assert.Equal(["encoder.safetensors", "model.safetensors", "tokenizer.json"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("encoder.safetensors")]
    public void Load_FileCutShort_SaysWhichFile(string name)
    {
        PublicModelStore.Save(SmallModel.Shared, _folder);
        foreach (double part in (double[])[0, 0.001, 0.5, 0.99])
        {
            byte[] whole = File.ReadAllBytes(Path.Combine(_folder, name));
            File.WriteAllBytes(Path.Combine(_folder, name), whole[..(int)(whole.Length * part)]);

            CheckpointException error = Assert.Throws<CheckpointException>(() => PublicModelStore.Load(_folder));

            Assert.Contains(name, error.Message, StringComparison.Ordinal);
            File.WriteAllBytes(Path.Combine(_folder, name), whole);
        }
    }

    [Theory]
    [InlineData("encoder.safetensors")]
    [InlineData("tokenizer.json")]
    public void Load_FileMissing_SaysWhichFile(string name)
    {
        PublicModelStore.Save(SmallModel.Shared, _folder);
        File.Delete(Path.Combine(_folder, name));

        Exception error = Assert.ThrowsAny<Exception>(() => PublicModelStore.Load(_folder));

        Assert.True(error is CheckpointException or Fdkt.Learning.Tokenizers.TokenizerException, error.ToString());
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FilesOfTwoModels_SaysThatTheyDoNotFit()
    {
        PublicModelStore.Save(SmallModel.Shared, _folder);
        WriteEncoder([4, 8], 4 * 8, 8, "a\nb\nc");
        Assert.Contains("encoder.safetensors", Assert.Throws<CheckpointException>(() => PublicModelStore.Load(_folder)).Message, StringComparison.Ordinal);

        WriteEncoder([3, 5], 15, 5, "a\nb\nc");
        Assert.Contains("codes of 8", Assert.Throws<CheckpointException>(() => PublicModelStore.Load(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_OverAnOldModelThatFails_LeavesNoModel()
    {
        PublicModelStore.Save(SmallModel.Shared, _folder);
        File.Delete(Path.Combine(_folder, "encoder.safetensors"));
        Directory.CreateDirectory(Path.Combine(_folder, "encoder.safetensors", "taken"));

        Assert.ThrowsAny<Exception>(() => PublicModelStore.Save(SmallModel.Shared, _folder));

        Assert.False(PublicModelStore.Exists(_folder));
    }

    [Fact]
    public void Train_TooFewTexts_SaysHowManyAreNeeded()
    {
        PublicCorpusException error = Assert.Throws<PublicCorpusException>(() => PublicModelTrainer.Train(TopicTexts.Texts(19, 1), new PublicModelOptions(), cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("at least 20", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void WriteEncoder(long[] shape, int values, int size, string words) => SafetensorsWriter.Write(
        Path.Combine(_folder, "encoder.safetensors"),
        [
            SafetensorsTensor.FromSingles("words", shape, new float[values]),
            SafetensorsTensor.FromSingles("mean", [size], new float[size]),
            SafetensorsTensor.FromSingles("codes", [1, size], new float[size]),
        ],
        new Dictionary<string, string> { ["fdkt.words"] = words });
}

using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Models;
using Fdkt.Learning.TextStates;
using Fdkt.Learning.Tokenizers;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.TextStates;

public sealed class TextStateModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-states-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("bert", "bert", true)]
    [InlineData("llama", "llama", false)]
    [InlineData("qwen2", "qwen2", false)]
    [InlineData("gpt2", "gpt2", false)]
    public void Read_Folder_SaysWhatItIs(string kind, string family, bool isEncoder)
    {
        var info = TextStateInfo.Read(TinyCheckpoints.Write(kind, _folder));

        Assert.Equal((family, isEncoder, 32, 48), (info.Family, info.IsEncoder, info.HiddenSize, info.MaximumTokens));
        Assert.Equal(isEncoder ? StatePooling.Mean : StatePooling.Last, info.UsualPooling);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public void Pooled_TextsOfManyLengths_AreThoseOfEachAlone(string kind)
    {
        using var model = TextStateModel.Load(TinyCheckpoints.Write(kind, _folder), cancellationToken: TestContext.Current.CancellationToken);
        int[][] texts = [.. ((string[])["the goal of the match", "", "bank", "a new planet and the moon with a star after the launch"]).Select(text => model.Encode(text, 48))];

        foreach (StatePooling pooling in Enum.GetValues<StatePooling>().Where(pooling => pooling != StatePooling.First || model.Info.IsEncoder))
        {
            float[] together = Values(model, texts, pooling);

            Assert.Equal([.. texts.SelectMany(text => Values(model, [text], pooling))], together, (a, b) => Math.Abs(a - b) < 1e-4f);
        }
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("llama")]
    public void Pooled_Mean_IsThatOfTheStates(string kind)
    {
        using var model = TextStateModel.Load(TinyCheckpoints.Write(kind, _folder), cancellationToken: TestContext.Current.CancellationToken);
        int[] text = model.Encode("the goal of the match", 48);
        using var grad = no_grad();
        using Tensor tokens = TokenBatch.Pad([text], 48);
        using Tensor states = kind == "bert" ? Encoder(tokens) : Decoder(tokens);
        float[][] rows = [.. states.data<float>().ToArray().Chunk(32)];
        float[][] counted = kind == "bert" ? rows : rows[1..];

        Assert.Equal(
            Enumerable.Range(0, 32).Select(i => counted.Average(row => row[i])), Values(model, [text], StatePooling.Mean), (a, b) => Math.Abs(a - b) < 1e-4f);
        Assert.Equal(rows[^1], Values(model, [text], StatePooling.Last), (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("gpt2")]
    public void Encode_LongText_IsCutToTheModel(string kind)
    {
        using var model = TextStateModel.Load(TinyCheckpoints.Write(kind, _folder), cancellationToken: TestContext.Current.CancellationToken);
        string text = string.Concat(Enumerable.Repeat("goal bank ", 200));

        Assert.Equal(48, model.Encode(text, 1_000).Length);
        int[] cut = model.Encode(text, 20);
        Assert.Equal(20, cut.Length);
        Assert.Equal(kind == "bert", cut[^1] == model.Encode("", 20)[^1]);
    }

    [Fact]
    public void Pooled_FirstOfALanguageModel_Throws()
    {
        using var model = TextStateModel.Load(TinyCheckpoints.Write("llama", _folder), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Throws<ArgumentException>(() => Values(model, [model.Encode("goal", 8)], StatePooling.First));
    }

    [Fact]
    public void Read_TokenizerWithMoreIdsThanTheModel_NamesBoth()
    {
        TinyCheckpoints.Write("bert", _folder);
        File.AppendAllText(Path.Combine(_folder, "vocab.txt"), "onemore\n");

        Assert.Contains("vocab_size", Assert.Throws<CheckpointException>(() => TextStateInfo.Read(_folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoTokenizer_SaysSo()
    {
        TinyCheckpoints.Write("bert", _folder);
        File.Delete(Path.Combine(_folder, "vocab.txt"));

        Assert.Contains("missing", Assert.Throws<TokenizerException>(() => TextStateInfo.Read(_folder)).Message, StringComparison.Ordinal);
    }

    private static float[] Values(TextStateModel model, int[][] texts, StatePooling pooling)
    {
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        return model.Pooled(texts, pooling).data<float>().ToArray();
    }

    private Tensor Encoder(Tensor tokens)
    {
        using var checkpoint = Fdkt.Learning.Checkpoints.HuggingFace.EncoderCheckpoint.Open(_folder);
        using Fdkt.Learning.Models.Encoders.EncoderModel model = checkpoint.Load();
        return model.Forward(tokens);
    }

    private Tensor Decoder(Tensor tokens)
    {
        using var checkpoint = Fdkt.Learning.Checkpoints.HuggingFace.HuggingFaceCheckpoint.Open(_folder);
        using DecoderModel model = checkpoint.Load();
        using var scope = NewDisposeScope();
        return DecoderForward.Hidden(model, tokens, null).MoveToOuterDisposeScope();
    }
}

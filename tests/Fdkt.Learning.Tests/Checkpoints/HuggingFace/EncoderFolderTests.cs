using System.Text.Json.Nodes;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>Folders of encoders that are cut, hostile or wrong: the error names the file and the field or tensor.</summary>
public sealed class EncoderFolderTests : IDisposable
{
    private readonly WeightFolder _folder = EncoderSamples.Create("bert").Folder;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bert", "bert.encoder.layer.1.output.dense.bias", "encoder.layer.1.output.dense.bias")]
    [InlineData("bert", "bert.pooler.dense.bias", "pooler.dense.bias")]
    [InlineData("bert", "bert.embeddings.token_type_embeddings.weight", "embeddings.token_type_embeddings.weight")]
    [InlineData("distilbert", "distilbert.transformer.layer.0.attention.out_lin.weight", "transformer.layer.0.attention.out_lin.weight")]
    [InlineData("distilbert", "distilbert.transformer.layer.1.output_layer_norm.bias", "transformer.layer.1.output_layer_norm.bias")]
    public void Open_TensorMissing_NamesIt(string sample, string tensor, string named)
    {
        using WeightFolder folder = EncoderSamples.Create(sample).Folder;
        Assert.True(folder.Tensors.Remove(tensor));
        folder.WriteWeights();

        CheckpointException error = Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(folder.Folder));

        Assert.Equal((folder.WeightsPath, named), (error.File, error.Tensor));
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bert.encoder.layer.2.output.dense.weight")]
    [InlineData("bert.encoder.layer.0.attention.self.rotary")]
    [InlineData("decoder.weight")]
    public void Open_TensorLeftOver_NamesIt(string tensor)
    {
        _folder.Add(tensor, [32, 44]);
        _folder.WriteWeights();

        CheckpointException error = Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(_folder.Folder));

        Assert.Equal(tensor, error.Tensor);
        Assert.Contains("no part of a bert model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorMisshapen_NamesItWithBothShapes()
    {
        _folder.Add("bert.encoder.layer.0.intermediate.dense.weight", [32, 44]);
        _folder.WriteWeights();

        CheckpointException error = Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(_folder.Folder));

        Assert.Equal("bert.encoder.layer.0.intermediate.dense.weight", error.Tensor);
        Assert.Contains("[32, 44]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[44, 32]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorInTwoSpellings_NamesIt()
    {
        _folder.Add("embeddings.LayerNorm.gamma", [32]);
        _folder.WriteWeights();

        Assert.Contains("another spelling", Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(_folder.Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_type", "\"deberta-v2\"", "model_type")]
    [InlineData("model_type", null, "model_type")]
    [InlineData("hidden_size", "0", "hidden_size")]
    [InlineData("hidden_size", "33", "no shape of a model")]
    [InlineData("vocab_size", "2147483647", "vocab_size")]
    [InlineData("num_hidden_layers", "2000000000", "num_hidden_layers")]
    [InlineData("hidden_act", "\"relu\"", "hidden_act")]
    [InlineData("position_embedding_type", "\"relative_key\"", "position_embedding_type")]
    [InlineData("is_decoder", "true", "is_decoder")]
    [InlineData("max_position_embeddings", "1", "max_position_embeddings")]
    [InlineData("layer_norm_eps", "-1", "layer_norm_eps")]
    [InlineData("quantization_config", "{}", "quantization_config")]
    public void Open_ConfigThatIsNoSupportedModel_NamesTheField(string field, string? value, string expected)
    {
        _folder.WriteWeights();
        JsonObject config = JsonNode.Parse(File.ReadAllText(_folder.ConfigPath))!.AsObject();
        config.Remove(field);
        string text = config.ToJsonString();
        File.WriteAllText(_folder.ConfigPath, value is null ? text : $"{text[..^1]},\"{field}\":{value}}}");

        CheckpointException error = Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(_folder.Folder));

        Assert.Equal(_folder.ConfigPath, error.File);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ValueThatIsNoNumber_NamesTheTensor()
    {
        _folder.Tensors["bert.pooler.dense.bias"].Values[3] = double.NaN;
        _folder.WriteWeights();
        using var checkpoint = EncoderCheckpoint.Open(_folder.Folder);

        Assert.Equal("bert.pooler.dense.bias", Assert.Throws<CheckpointException>(() => checkpoint.Load(cancellationToken: TestContext.Current.CancellationToken)).Tensor);
        Assert.Throws<CheckpointException>(() => checkpoint.VerifyValues(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    [InlineData(0.001)]
    public void Open_WeightsCutShort_NamesTheFile(double kept)
    {
        _folder.WriteWeights();
        byte[] whole = File.ReadAllBytes(_folder.WeightsPath);
        File.WriteAllBytes(_folder.WeightsPath, whole[..(int)(whole.Length * kept)]);

        Assert.Equal(_folder.WeightsPath, Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(_folder.Folder)).File);
    }

    [Fact]
    public void Open_HeaderOfImpossibleLength_NamesTheFile()
    {
        File.WriteAllBytes(_folder.WeightsPath, [0, 0, 0, 0, 0, 0, 0, 0x10, (byte)'{', (byte)'}']);

        Assert.Equal(_folder.WeightsPath, Assert.Throws<CheckpointException>(() => EncoderCheckpoint.Open(_folder.Folder)).File);
    }

    [Fact]
    public void IsOne_LanguageModelAndEncoder_TellsThemApart()
    {
        using WeightFolder llama = FamilySamples.Create("llama2").Folder;

        Assert.True(EncoderCheckpoint.IsOne(_folder.Folder));
        Assert.False(EncoderCheckpoint.IsOne(llama.Folder));
    }
}

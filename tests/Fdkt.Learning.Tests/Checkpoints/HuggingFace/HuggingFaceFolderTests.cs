using System.Text.Json.Nodes;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>Folders that are cut, hostile or wrong: the error names the file and the field or tensor, before memory is taken.</summary>
public sealed class HuggingFaceFolderTests : IDisposable
{
    private readonly WeightFolder _folder = FamilySamples.Create("llama3-gqa-untied").Folder;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("model.layers.1.mlp.up_proj.weight")]
    [InlineData("lm_head.weight")]
    public void Open_TensorMissing_NamesIt(string tensor)
    {
        _folder.Tensors.Remove(tensor);
        _folder.WriteWeights();

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal((_folder.WeightsPath, tensor), (error.File, error.Tensor));
        Assert.Contains("missing", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorLeftOver_NamesIt()
    {
        _folder.Add("model.layers.3.mlp.up_proj.weight", [44, 32]);
        _folder.WriteWeights();

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal("model.layers.3.mlp.up_proj.weight", error.Tensor);
    }

    [Fact]
    public void Open_TensorMisshapen_NamesItWithBothShapes()
    {
        _folder.Add("model.layers.0.self_attn.k_proj.weight", [32, 16]);
        _folder.WriteWeights();

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal("model.layers.0.self_attn.k_proj.weight", error.Tensor);
        Assert.Contains("[32, 16]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[16, 32]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model_type", "\"gemma\"", "model_type")]
    [InlineData("model_type", "7", "model_type")]
    [InlineData("model_type", null, "model_type")]
    [InlineData("hidden_size", "0", "hidden_size")]
    [InlineData("hidden_size", "33", "head_dim")]
    [InlineData("hidden_size", "\"32\"", "hidden_size")]
    [InlineData("hidden_size", "1e99", "hidden_size")]
    [InlineData("vocab_size", "2147483647", "vocab_size")]
    [InlineData("num_hidden_layers", "2000000000", "num_hidden_layers")]
    [InlineData("num_key_value_heads", "3", "no shape of a model")]
    [InlineData("rms_norm_eps", "-1", "rms_norm_eps")]
    [InlineData("rope_theta", "null1", "not valid JSON")]
    [InlineData("head_dim", "16", "head_dim")]
    [InlineData("hidden_act", "\"gelu\"", "hidden_act")]
    [InlineData("use_sliding_window", "true", "use_sliding_window")]
    [InlineData("quantization_config", "{}", "quantization_config")]
    [InlineData("rope_scaling", "{\"rope_type\":\"yarn\",\"factor\":4}", "rope_scaling.rope_type")]
    [InlineData("rope_scaling", "{\"rope_type\":\"llama3\",\"factor\":4}", "rope_scaling.low_freq_factor")]
    [InlineData("rope_scaling", "[1]", "rope_scaling")]
    public void Open_ConfigThatIsNoSupportedModel_NamesTheField(string field, string? value, string expected)
    {
        _folder.WriteWeights();
        JsonObject config = JsonNode.Parse(File.ReadAllText(_folder.ConfigPath))!.AsObject();
        config.Remove(field);
        string text = config.ToJsonString();
        File.WriteAllText(_folder.ConfigPath, value is null ? text : $"{text[..^1]},\"{field}\":{value}}}");

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal(_folder.ConfigPath, error.File);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("/tmp/x.safetensors")]
    [InlineData("sub/model.safetensors")]
    [InlineData("..\\\\x.safetensors")]
    [InlineData("C:x.safetensors")]
    [InlineData(".hidden.safetensors")]
    [InlineData("model.bin")]
    [InlineData("")]
    public void Open_IndexThatLeavesTheFolder_IsRefusedWithoutLooking(string file)
    {
        _folder.WriteShards(2);
        File.WriteAllText(_folder.IndexPath, $"{{\"weight_map\":{{\"model.norm.weight\":\"{file}\"}}}}");

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal((_folder.IndexPath, "model.norm.weight"), (error.File, error.Tensor));
        Assert.Contains("weight_map", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", "weight_map")]
    [InlineData("{\"weight_map\":[]}", "weight_map")]
    [InlineData("{\"weight_map\":{\"model.norm.weight\":7}}", "weight_map")]
    [InlineData("{\"weight_map\":", "not valid JSON")]
    [InlineData("[]", "no JSON object")]
    public void Open_IndexThatIsNone_NamesTheField(string index, string expected)
    {
        _folder.WriteShards(2);
        File.WriteAllText(_folder.IndexPath, index);

        Assert.Contains(expected, Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ShardMissing_NamesIt()
    {
        _folder.WriteShards(3);
        string shard = Path.Combine(_folder.Folder, "model-00002-of-00003.safetensors");
        File.Delete(shard);

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal(shard, error.File);
    }

    [Fact]
    public void Open_ShardWithAnotherTensorThanTheIndexSays_NamesBoth()
    {
        _folder.WriteShards(2);
        string index = File.ReadAllText(_folder.IndexPath);
        File.WriteAllText(_folder.IndexPath, index.Replace("model-00001-of-00002", "model-00002-of-00002", StringComparison.Ordinal));

        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal(Path.Combine(_folder.Folder, "model-00002-of-00002.safetensors"), error.File);
        Assert.NotNull(error.Tensor);
    }

    [Fact]
    public void Open_NoWeights_SaysThatPicklesAreNotLoaded()
    {
        File.WriteAllText(Path.Combine(_folder.Folder, "pytorch_model.bin"), "");

        Assert.Contains("safetensors", Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Load_ValueThatIsNotFinite_NamesTheTensor(double value)
    {
        _folder.Tensors["model.layers.1.self_attn.v_proj.weight"].Values[17] = value;
        _folder.WriteWeights();
        using var checkpoint = HuggingFaceCheckpoint.Open(_folder.Folder);

        CheckpointException loading = Assert.Throws<CheckpointException>(() => checkpoint.Load(cancellationToken: TestContext.Current.CancellationToken));
        CheckpointException verifying = Assert.Throws<CheckpointException>(() => checkpoint.VerifyValues(TestContext.Current.CancellationToken));

        Assert.Equal((_folder.WeightsPath, "model.layers.1.self_attn.v_proj.weight"), (loading.File, loading.Tensor));
        Assert.Equal("model.layers.1.self_attn.v_proj.weight", verifying.Tensor);
        Assert.Contains("not finite", loading.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ValueBeyondTheTypeAskedFor_NamesTheTensor()
    {
        _folder.Tensors["model.norm.weight"].Values[3] = 1e6;
        _folder.WriteWeights();
        using var checkpoint = HuggingFaceCheckpoint.Open(_folder.Folder);

        CheckpointException error = Assert.Throws<CheckpointException>(
            () => checkpoint.Load(new HuggingFaceLoadOptions { Dtype = ScalarType.Float16 }, TestContext.Current.CancellationToken));

        Assert.Equal("model.norm.weight", error.Tensor);
        Assert.Contains("range of Float16", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_FileCutAfterOpening_Throws()
    {
        _folder.WriteWeights();
        using var checkpoint = HuggingFaceCheckpoint.Open(_folder.Folder);
        using (var file = new FileStream(_folder.WeightsPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(file.Length - 1_000);
        }

        Assert.Equal(_folder.WeightsPath, Assert.Throws<CheckpointException>(() => checkpoint.Load(cancellationToken: TestContext.Current.CancellationToken)).File);
    }

    [Theory]
    [InlineData(1UL << 60)]
    [InlineData(ulong.MaxValue)]
    [InlineData(90_000_000UL)]
    public void Open_HeaderLengthThatCannotBe_TakesNoMemory(ulong length)
    {
        _folder.WriteWeights();
        using (FileStream file = File.OpenWrite(_folder.WeightsPath))
        {
            file.Write(BitConverter.GetBytes(length));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        CheckpointException error = Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));

        Assert.Equal(_folder.WeightsPath, error.File);
        Assert.Contains($"{length}", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Open_EveryPrefixOfAFile_Throws()
    {
        _folder.WriteWeights();
        byte[] whole = File.ReadAllBytes(_folder.WeightsPath);
        for (int length = 0; length < whole.Length; length += 997)
        {
            File.WriteAllBytes(_folder.WeightsPath, whole[..length]);

            Assert.Throws<CheckpointException>(() => HuggingFaceCheckpoint.Open(_folder.Folder));
        }
    }

    [Fact]
    public void Load_LargerThanAPiece_TakesTheMemoryOfTheModelOnce()
    {
        using var folder = new WeightFolder(3);
        folder.WriteConfig("""{"model_type":"llama","hidden_size":256,"intermediate_size":2048,"num_hidden_layers":1,"num_attention_heads":4,"vocab_size":120000,"max_position_embeddings":64,"tie_word_embeddings":true}""");
        folder.Add("model.embed_tokens.weight", [120_000, 256]);
        foreach ((string name, long[] shape) in new (string, long[])[]
        {
            ("input_layernorm.weight", [256]), ("self_attn.q_proj.weight", [256, 256]), ("self_attn.k_proj.weight", [256, 256]), ("self_attn.v_proj.weight", [256, 256]),
            ("self_attn.o_proj.weight", [256, 256]), ("post_attention_layernorm.weight", [256]), ("mlp.gate_proj.weight", [2048, 256]), ("mlp.up_proj.weight", [2048, 256]),
            ("mlp.down_proj.weight", [256, 2048]),
        })
        {
            folder.Add($"model.layers.0.{name}", shape);
        }

        folder.Add("model.norm.weight", [256]);
        folder.WriteWeights("BF16");
        long bytes = new FileInfo(folder.WeightsPath).Length;
        folder.Tensors.Clear();
        GC.Collect();
        using var checkpoint = HuggingFaceCheckpoint.Open(folder.Folder);
        long allocated = GC.GetAllocatedBytesForCurrentThread();

        using DecoderModel model = checkpoint.Load(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ScalarType.BFloat16, model.Flat.dtype);
        // What is managed stays under a tenth of the model; native memory is measured by the benchmark, in a process of its own.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, bytes / 10);
    }
}

using System.Text.Json;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Tests.Models;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Statements;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

public sealed class HuggingFaceWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-writer-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Save_ReleasedModel_HasACardWithItsStatement()
    {
        ReleaseStatement statement = StatementBuilder.Build("client-1", "release-7", "lora", [new DiscreteGaussianEvent(6, 1)], 500, 1e-4);
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("qwen2"), ScalarType.Float32);

        HuggingFaceWriter.Save(model, _folder, ModelCard.ForRelease("Complaints", "From Qwen2.5-0.5B.", statement));

        string card = File.ReadAllText(Path.Combine(_folder, "README.md"));
        Assert.Contains("## Privacy", card, StringComparison.Ordinal);
        Assert.Contains("Release release-7 of client-1 is (", card, StringComparison.Ordinal);
        Assert.Contains("differential-privacy", card, StringComparison.Ordinal);
        Assert.Equal(statement.ToJson(), File.ReadAllText(Path.Combine(_folder, "privacy-statement.json")));
    }

    [Fact]
    public void Save_PublicModelOverAReleasedOne_LeavesNoStatementBehind()
    {
        ReleaseStatement statement = StatementBuilder.Build("client-1", "release-7", "lora", [new DiscreteGaussianEvent(6, 1)], 500, 1e-4);
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("llama"), ScalarType.Float32);
        HuggingFaceWriter.Save(model, _folder, ModelCard.ForRelease("A", "B.", statement), new HuggingFaceSaveOptions { ShardBytes = 2_000 });

        HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("A", "B."));

        Assert.Contains("No private record", File.ReadAllText(Path.Combine(_folder, "README.md")), StringComparison.Ordinal);
        Assert.Equal(["README.md", "config.json", "model.safetensors"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Save_Gpt2_WritesTheNamesAndLayoutOfThePublishedFiles()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("gpt2") with { LayerCount = 1 }, ScalarType.Float32);

        HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("A", "B."));

        using var reader = SafetensorsReader.Open(Path.Combine(_folder, "model.safetensors"));
        Assert.Equal("pt", reader.Metadata["format"]);
        Assert.Equal(
            [
                "transformer.wte.weight [23, 16]", "transformer.wpe.weight [24, 16]", "transformer.h.0.ln_1.weight [16]", "transformer.h.0.ln_1.bias [16]",
                "transformer.h.0.attn.c_attn.weight [16, 48]", "transformer.h.0.attn.c_attn.bias [48]", "transformer.h.0.attn.c_proj.weight [16, 16]", "transformer.h.0.attn.c_proj.bias [16]",
                "transformer.h.0.ln_2.weight [16]", "transformer.h.0.ln_2.bias [16]", "transformer.h.0.mlp.c_fc.weight [16, 24]", "transformer.h.0.mlp.c_fc.bias [24]",
                "transformer.h.0.mlp.c_proj.weight [24, 16]", "transformer.h.0.mlp.c_proj.bias [16]", "transformer.ln_f.weight [16]", "transformer.ln_f.bias [16]",
            ],
            reader.Tensors.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder, "config.json")));
        Assert.Equal("GPT2LMHeadModel", config.RootElement.GetProperty("architectures")[0].GetString());
    }

    [Theory]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.Float32)]
    public void Load_OfSaved_KeepsTypeConfigurationAndBits(ScalarType dtype)
    {
        DecoderConfig config = DecoderSamples.Family("llama", 5) with { MaximumLength = 24 };
        using DecoderModel model = DecoderSamples.Model(config, dtype);
        HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("A", "B."));

        using var checkpoint = HuggingFaceCheckpoint.Open(_folder);
        using DecoderModel loaded = checkpoint.Load(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(config, loaded.Config);
        Assert.Equal(dtype, loaded.Flat.dtype);
        Assert.True(loaded.Flat.eq(model.Flat).all().item<bool>());
    }

    [Fact]
    public void Load_WithConditioning_MapsCodesToPrefixesOfTheSizeOfEmbeddings()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("gpt2"), ScalarType.Float32);
        HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("A", "B."));
        using var checkpoint = HuggingFaceCheckpoint.Open(_folder);

        using DecoderModel loaded = checkpoint.Load(new HuggingFaceLoadOptions { ConditioningSize = 64, PrefixLength = 8 }, TestContext.Current.CancellationToken);

        using var scope = NewDisposeScope();
        Tensor prefix = loaded.Save()["control_projection.weight"].mv(ones(64));
        double size = prefix.norm().item<float>() / Math.Sqrt(prefix.numel());
        Tensor embedding = loaded.Save()["model.embed_tokens.weight"];
        Assert.InRange(size / (embedding.norm().item<float>() / Math.Sqrt(embedding.numel())), 0.7, 1.4);
    }

    [Fact]
    public void Save_ShapeOfNoFamily_Throws()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(conditioning: 0, prefix: 0) with { Norm = NormKind.LayerNorm }, ScalarType.Float32);

        Assert.Throws<ArgumentException>(() => HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("A", "B.")));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Save_ValueBeyondTheType_ThrowsAndLeavesNoWeights()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Family("llama"), ScalarType.Float32);
        using (no_grad())
        {
            model.Flat[7].fill_(1e6);
        }

        Assert.Throws<ArgumentException>(() => HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("A", "B."), new HuggingFaceSaveOptions { Dtype = SafetensorsDtype.F16 }));
        Assert.False(File.Exists(Path.Combine(_folder, "model.safetensors")));
    }
}

using Fdkt.Learning.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Models;

public sealed class DecoderModelTests
{
    [Fact]
    public void Parameters_TiedConditionedModel_HaveHuggingFaceNamesAndShapes()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config() with { LayerCount = 1 });

        string[] actual = [.. model.Parameters.Select(p => $"{p.Name} [{string.Join(", ", p.Shape)}]")];

        Assert.Equal(
            [
                "model.embed_tokens.weight [23, 16]",
                "model.layers.0.input_layernorm.weight [16]",
                "model.layers.0.self_attn.q_proj.weight [16, 16]",
                "model.layers.0.self_attn.k_proj.weight [8, 16]",
                "model.layers.0.self_attn.v_proj.weight [8, 16]",
                "model.layers.0.self_attn.o_proj.weight [16, 16]",
                "model.layers.0.post_attention_layernorm.weight [16]",
                "model.layers.0.mlp.gate_proj.weight [24, 16]",
                "model.layers.0.mlp.up_proj.weight [24, 16]",
                "model.layers.0.mlp.down_proj.weight [16, 24]",
                "model.norm.weight [16]",
                "control_projection.weight [32, 5]",
            ],
            actual);
        Assert.Equal(model.Config.ParameterCount, model.Parameters.Sum(p => p.View.numel()));
    }

    [Fact]
    public void Parameters_UntiedModel_HasAHead()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(tied: false));

        Assert.Contains(model.Parameters, p => p.Name == "lm_head.weight");
    }

    [Fact]
    public void Constructor_SameSeed_GivesSameWeights()
    {
        using DecoderModel first = new(DecoderSamples.Config(), 11);
        using DecoderModel second = new(DecoderSamples.Config(), 11);
        using DecoderModel third = new(DecoderSamples.Config(), 12);

        Assert.Equal(0, DecoderSamples.RelativeError(first.Flat, second.Flat));
        Assert.NotEqual(0, DecoderSamples.RelativeError(first.Flat, third.Flat));
    }

    [Fact]
    public void Load_WhatSaveGave_GivesSameLogits()
    {
        using DecoderModel source = DecoderSamples.Model(DecoderSamples.Config(tied: false));
        using DecoderModel target = new(source.Config, 99, ScalarType.Float64);
        using Tensor tokens = TokenBatch.Pad(DecoderSamples.Texts(2, 6, 23, 1), 24);
        using Tensor? codes = DecoderSamples.Conditioning(source, 2);

        target.Load(source.Save());

        using Tensor expected = source.Forward(tokens, codes);
        using Tensor actual = target.Forward(tokens, codes);
        Assert.Equal(0, DecoderSamples.RelativeError(actual, expected));
    }

    [Fact]
    public void Load_ParameterMissing_ThrowsAndNamesIt()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config());
        Dictionary<string, Tensor> tensors = new(model.Save());
        tensors.Remove("model.norm.weight");

        ArgumentException error = Assert.Throws<ArgumentException>(() => model.Load(tensors));

        Assert.Contains("model.norm.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_TokenChanged_LeavesEarlierLogitsAlone()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config());
        using Tensor first = TokenBatch.Pad([[1, 2, 3, 4, 5]], 24);
        using Tensor second = TokenBatch.Pad([[1, 2, 3, 9, 5]], 24);
        using Tensor? codes = DecoderSamples.Conditioning(model, 1);

        using Tensor a = model.Forward(first, codes);
        using Tensor b = model.Forward(second, codes);

        Assert.InRange(DecoderSamples.RelativeError(a.narrow(1, 0, 3), b.narrow(1, 0, 3)), 0, 1e-12);
        Assert.True(DecoderSamples.RelativeError(a.narrow(1, 3, 2), b.narrow(1, 3, 2)) > 1e-3);
    }

    [Fact]
    public void Forward_OtherConditioning_ChangesEveryPosition()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config());
        using Tensor tokens = TokenBatch.Pad([[1, 2, 3, 4, 5]], 24);
        using Tensor? first = DecoderSamples.Conditioning(model, 1, seed: 1);
        using Tensor? second = DecoderSamples.Conditioning(model, 1, seed: 2);

        using Tensor a = model.Forward(tokens, first);
        using Tensor b = model.Forward(tokens, second);

        Assert.True(a.sub(b).abs().amax([0L, 2L]).min().to(ScalarType.Float64).item<double>() > 1e-4);
    }

    [Fact]
    public void Forward_TwoTokensSwapped_IsNotABagOfTokens()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(conditioning: 0, prefix: 0) with { LayerCount = 1 });
        using Tensor first = TokenBatch.Pad([[1, 2, 3]], 24);
        using Tensor second = TokenBatch.Pad([[2, 1, 3]], 24);

        using Tensor a = model.Forward(first);
        using Tensor b = model.Forward(second);

        Assert.True(DecoderSamples.RelativeError(a.narrow(1, 2, 1), b.narrow(1, 2, 1)) > 1e-4);
    }

    [Fact]
    public void Loss_PaddedRow_EqualsTheSameRowAlone()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(conditioning: 0, prefix: 0));
        using Tensor batch = TokenBatch.Pad([[1, 2, 3], [4, 5, 6, 7, 8, 9]], 24);
        using Tensor alone = TokenBatch.Pad([[1, 2, 3]], 24);

        using Tensor together = model.Loss(batch);
        using Tensor single = model.Loss(alone);

        Assert.Equal(single[0].item<double>(), together[0].item<double>(), 1e-10);
    }

    [Fact]
    public void Forward_ConditioningMissing_Throws()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config());
        using Tensor tokens = TokenBatch.Pad([[1, 2]], 24);

        Assert.Throws<ArgumentException>(() => model.Forward(tokens));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void Validate_HeadsDoNotDivide_Throws(int heads, int keyValueHeads) =>
        Assert.Throws<ArgumentException>(() => (DecoderSamples.Config() with { HeadCount = heads, KeyValueHeadCount = keyValueHeads }).Validate());
}

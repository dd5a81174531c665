using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Names of the families and the shapes they can have.</summary>
internal static class ModelFamilies
{
    /// <summary>The family's <c>model_type</c>.</summary>
    public static string TypeOf(ModelFamily family) => family switch
    {
        ModelFamily.Llama => "llama",
        ModelFamily.Qwen2 => "qwen2",
        ModelFamily.Gpt2 => "gpt2",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Unknown family."),
    };

    /// <summary>The family of a <c>model_type</c>, or null.</summary>
    public static ModelFamily? Parse(string type) =>
        Enum.GetValues<ModelFamily>().Where(family => TypeOf(family) == type).Select(family => (ModelFamily?)family).FirstOrDefault();

    /// <summary>The family that has all the switches of a configuration.</summary>
    /// <exception cref="ArgumentException">None has.</exception>
    public static ModelFamily Of(DecoderConfig config) => config switch
    {
        {
            Norm: NormKind.LayerNorm, Positions: PositionKind.Learned, FeedForward: FeedForwardKind.GeluTanh,
            QueryKeyValueBias: true, OutputBias: true, FeedForwardBias: true
        } when config.KeyValueHeadCount == config.HeadCount => ModelFamily.Gpt2,
        { Norm: NormKind.RmsNorm, Positions: PositionKind.Rotary, FeedForward: FeedForwardKind.SwiGlu } => config switch
        {
            { QueryKeyValueBias: true, OutputBias: false, FeedForwardBias: false } => ModelFamily.Qwen2,
            _ when config.QueryKeyValueBias == config.OutputBias => ModelFamily.Llama,
            _ => throw None(config),
        },
        _ => throw None(config),
    };

    private static ArgumentException None(DecoderConfig config) => new($"No supported family has the switches of {config}.", nameof(config));
}

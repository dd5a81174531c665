using Fdkt.Learning.Models;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>What a <c>config.json</c> says.</summary>
/// <param name="Family">From <c>model_type</c>.</param>
/// <param name="Decoder">The shape, valid.</param>
internal sealed record HuggingFaceConfig(ModelFamily Family, DecoderConfig Decoder);

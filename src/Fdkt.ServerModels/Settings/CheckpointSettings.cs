using static TorchSharp.torch;

namespace Fdkt.ServerModels.Settings;

/// <summary>A published model that this process runs itself, and how.</summary>
/// <param name="Path">A folder as Hugging Face publishes it, or a llama2.c file with <c>tokenizer.bin</c> beside it; relative to the settings file.</param>
/// <param name="Dtype">Type of the weights: Float32 or BFloat16; left out, the checkpoint's own, and Float32 for Float16.</param>
/// <param name="Sequences">Texts written at a time, 1 to 256. Default 16.</param>
/// <param name="ContextLength">Longest prompt and reply together in tokens, at least 64. Default 2,048, or the model's own length where that is less.</param>
public sealed record CheckpointSettings(
    string? Path = null,
    ScalarType? Dtype = null,
    int Sequences = 16,
    int ContextLength = 2048);

namespace Fdkt.ServerModels.Settings;

/// <summary>A GGUF file and how it is run.</summary>
/// <param name="Path">The file, relative to the settings file.</param>
/// <param name="Sequences">Texts written at a time, 1 to 256. Default 16.</param>
/// <param name="ContextLength">Longest prompt and reply together in tokens, at least 64. Default 2,048.</param>
/// <param name="GpuLayers">Layers that a GPU takes, 0 or more; 999 means all. Default 0.</param>
/// <param name="Threads">Processor threads, at least 1; left out, llama.cpp's choice.</param>
public sealed record GgufSettings(
    string? Path = null,
    int Sequences = 16,
    int ContextLength = 2048,
    int GpuLayers = 0,
    int? Threads = null);

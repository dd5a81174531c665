namespace Fdkt.Contracts.Reports;

/// <summary>The published model that the round's public model started from.</summary>
/// <param name="Name">Name of its folder or file, without the path.</param>
/// <param name="Family">Its <c>model_type</c>, such as <c>qwen2</c>.</param>
/// <param name="Parameters">Number of its weights.</param>
/// <param name="Dtype">Element type in which the round held them.</param>
/// <param name="WeightsSha256">SHA-256 of its file of weights; of several files, that of the lines <c>sha256sum</c> prints for them in order of their names.</param>
/// <param name="ConfigSha256">SHA-256 of its <c>config.json</c>; null for a llama2.c file.</param>
/// <param name="TokenizerSha256">SHA-256 of its tokenizer's files, several as above.</param>
public sealed record BaseModelReport(string Name, string Family, long Parameters, string Dtype, string WeightsSha256, string? ConfigSha256, string TokenizerSha256);

namespace Fdkt.Learning.PublicModels;

/// <summary>The published model that a public model started from: what identifies it, and what was chosen when it was taken over. Kept beside the public model as <c>base-model.json</c>.</summary>
/// <param name="Name">Name of the folder or file it was read from, without the path.</param>
/// <param name="Family">Its <c>model_type</c>, such as <c>qwen2</c>.</param>
/// <param name="Parameters">Number of its weights; the conditioning that was added is not among them.</param>
/// <param name="WeightsSha256">SHA-256 of its file of weights in lower-case hexadecimal; of several files, that of the lines <c>sha256sum</c> prints for them in order of their names.</param>
/// <param name="ConfigSha256">SHA-256 of its <c>config.json</c>; null for a llama2.c file, which has its shape inside.</param>
/// <param name="TokenizerSha256">SHA-256 of its tokenizer's files, several as above.</param>
/// <param name="Dtype">Element type of the public model's weights: <c>float32</c> or <c>bfloat16</c>.</param>
/// <param name="MaximumTokens">Longest text of the public model in tokens; what is longer is cut.</param>
public sealed record BaseModel(
    string Name, string Family, long Parameters, string WeightsSha256, string? ConfigSha256, string TokenizerSha256, string Dtype, int MaximumTokens)
{
    /// <summary>One line that identifies it, for the lineage of what is made with it.</summary>
    /// <returns>The line.</returns>
    public override string ToString() =>
        $"{Name} ({Family}, {Dtype}), weights sha256 {WeightsSha256}{(ConfigSha256 is null ? "" : $", config sha256 {ConfigSha256}")}, tokenizer sha256 {TokenizerSha256}";
}

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>How a model is written.</summary>
public sealed record HuggingFaceSaveOptions
{
    /// <summary>Element type of the files: F32, BF16 or F16. Null, the default, keeps the model's.</summary>
    public SafetensorsDtype? Dtype { get; init; }

    /// <summary>Most bytes of weights in a file; more are cut into shards with an index. A single tensor is never cut. Default 5 GB, as Hugging Face has it.</summary>
    public long ShardBytes { get; init; } = 5_000_000_000;

    /// <summary>Folder whose tokenizer files are copied beside the weights; null, the default, copies none.</summary>
    public string? TokenizerFolder { get; init; }

    /// <summary>Id that starts a text, for <c>config.json</c>; null leaves it out.</summary>
    public int? BeginId { get; init; }

    /// <summary>Id that ends a text, for <c>config.json</c>; null leaves it out.</summary>
    public int? EndId { get; init; }
}

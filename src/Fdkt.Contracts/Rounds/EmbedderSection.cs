namespace Fdkt.Contracts.Rounds;

/// <summary>What turns demonstrations into vectors for clustering. Exactly one of checkpoint and onnx is given.</summary>
/// <param name="Checkpoint">Folder of a Hugging Face checkpoint with its tokenizer, relative to the folder of the round file: the mean state of an encoder or of a language model.</param>
/// <param name="Onnx">Folder with model.onnx and vocab.txt of a sentence transformer, relative to the folder of the round file.</param>
/// <param name="MaximumTokens">Longer texts are cut to so many tokens of the checkpoint, 8 to 131072, and never more than it takes; default 256. Used by checkpoint alone.</param>
public sealed record EmbedderSection(string? Checkpoint = null, string? Onnx = null, int MaximumTokens = 256);

using System.Text.Json;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Names of the files in a folder, and reading of the small JSON ones.</summary>
internal static class FolderFiles
{
    public const string Config = "config.json";
    public const string Weights = "model.safetensors";
    public const string Index = "model.safetensors.index.json";
    public const string Card = "README.md";
    public const string Statement = "privacy-statement.json";

    /// <summary>Files that a tokenizer may have.</summary>
    public static readonly IReadOnlyList<string> Tokenizer = ["added_tokens.json", "merges.txt", "special_tokens_map.json", "tokenizer.json", "tokenizer.model", "tokenizer_config.json", "vocab.json"];

    // The index of a model with ten thousand tensors has about 1 MB; a configuration far less.
    private const long LargestJson = 16 << 20;

    /// <summary>Parses a JSON object. The caller disposes it.</summary>
    /// <exception cref="CheckpointException">Missing, too large, no JSON or no object.</exception>
    public static JsonDocument ReadObject(string path)
    {
        if (!File.Exists(path))
        {
            throw new CheckpointException(path, null, "the file is missing.");
        }

        long length = new FileInfo(path).Length;
        if (length > LargestJson)
        {
            throw new CheckpointException(path, null, $"{length} bytes are more than the {LargestJson} that such a file may have.");
        }

        try
        {
            JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw new CheckpointException(path, null, "it holds no JSON object.");
        }
        catch (JsonException error)
        {
            throw new CheckpointException(path, null, $"not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine}.", error);
        }
    }
}

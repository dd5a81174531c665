using System.Text.Json;
using static TorchSharp.torch;

namespace Fdkt.ServerModels.Settings;

/// <summary>Reads and checks the settings of a back end.</summary>
public static class BackendSettingsFile
{
    private const int MostConcurrent = 1_024;
    private const int MostSequences = 256;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file; relative paths in it become absolute.</param>
    /// <returns>The settings, checked.</returns>
    /// <exception cref="BackendSettingsException">It is no such file, or a value cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BackendSettings Load(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            BackendSettings settings = JsonSerializer.Deserialize(File.ReadAllBytes(path), BackendSettingsContext.Default.BackendSettings)
                ?? throw new BackendSettingsException($"{path}: the file is empty. docs/backends.md shows one.");
            return Check(Resolve(settings, folder), path);
        }
        catch (JsonException error)
        {
            throw new BackendSettingsException($"{path}: it does not fit the form of settings at line {error.LineNumber + 1}, byte {error.BytePositionInLine}. docs/backends.md names the fields.", error);
        }
    }

    /// <summary>Checks values of themselves and among each other.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="source">What messages call them.</param>
    /// <returns>The same settings.</returns>
    /// <exception cref="BackendSettingsException">A value cannot be used.</exception>
    public static BackendSettings Check(BackendSettings settings, string source)
    {
        ArgumentNullException.ThrowIfNull(settings);
        void Require(bool condition, string problem) => Demand(condition, source, problem);
        Require(settings.MaximumTokens >= 16, $"maximumTokens is {settings.MaximumTokens}. Give at least 16.");
        if (settings.Kind == BackendKind.Endpoint)
        {
            Require(settings.Endpoint is not null, "endpoint is missing. Give the address of the server, or kind gguf with a file.");
            Require(!string.IsNullOrWhiteSpace(settings.Model), "model is missing. Give the name under which the server knows its model.");
            Endpoint(settings.Endpoint!, source);
        }
        else if (settings.Kind == BackendKind.Checkpoint)
        {
            Require(!string.IsNullOrWhiteSpace(settings.Checkpoint?.Path), "checkpoint.path is missing. Give the folder of the model.");
            Require(settings.Checkpoint!.Sequences is >= 1 and <= MostSequences, $"checkpoint.sequences is {settings.Checkpoint.Sequences}. Give 1 to {MostSequences}.");
            Require(settings.Checkpoint.ContextLength >= 64, $"checkpoint.contextLength is {settings.Checkpoint.ContextLength}. Give at least 64.");
            Require(settings.Checkpoint.Dtype is null or ScalarType.Float32 or ScalarType.BFloat16, $"checkpoint.dtype is {settings.Checkpoint.Dtype}. Give float32 or bfloat16, or leave it out.");
        }
        else
        {
            Require(!string.IsNullOrWhiteSpace(settings.Gguf?.Path), "gguf.path is missing. Give the file.");
            Require(settings.Gguf!.Sequences is >= 1 and <= MostSequences, $"gguf.sequences is {settings.Gguf.Sequences}. Give 1 to {MostSequences}.");
            Require(settings.Gguf.ContextLength >= 64, $"gguf.contextLength is {settings.Gguf.ContextLength}. Give at least 64.");
            Require(settings.Gguf.GpuLayers >= 0, $"gguf.gpuLayers is {settings.Gguf.GpuLayers}. Give 0 or more.");
            Require(settings.Gguf.Threads is null or >= 1, $"gguf.threads is {settings.Gguf.Threads}. Give at least 1, or leave it out.");
        }

        Require(settings.Embedder is not { Checkpoint: not null, Onnx: not null }, "embedder.checkpoint and embedder.onnx are both given. Give one.");
        if (settings.Embedder is { Checkpoint: null, Onnx: null } embedder)
        {
            Require(!string.IsNullOrWhiteSpace(embedder.Model), "embedder.model is missing. Give the name under which the server knows its embeddings model, or embedder.checkpoint or embedder.onnx with a folder.");
            Require((embedder.Endpoint ?? settings.Endpoint) is not null, "embedder.endpoint is missing. Give the address of the server.");
            Endpoint((embedder.Endpoint ?? settings.Endpoint)!, source);
        }

        return settings;
    }

    private static void Endpoint(EndpointSettings endpoint, string source)
    {
        void Require(bool condition, string problem) => Demand(condition, source, problem);
        Require(
            Uri.TryCreate(endpoint.Url, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.UserInfo.Length == 0 && url.Query.Length == 0,
            "endpoint.url is no address of a server. Give one such as http://127.0.0.1:8000/v1, without a key in it.");
        bool secret = endpoint.KeyVariable is not null || endpoint.Identity;
        Require(!secret || url!.Scheme == Uri.UriSchemeHttps || url.IsLoopback, $"a key would go to {url!.Host} unencrypted. Use https, or a server on this machine.");
        Require(endpoint.KeyVariable is null || !endpoint.Identity, "keyVariable and identity are both given. Give one.");
        Require(endpoint.KeyVariable is null || IsName(endpoint.KeyVariable), "keyVariable is no name of an environment variable. It names the variable; the key itself never stands in a file.");
        Require(endpoint.Concurrency is >= 1 and <= MostConcurrent, $"concurrency is {endpoint.Concurrency}. Give 1 to {MostConcurrent}.");
        Require(endpoint.RequestSeconds is > 0 and <= 86_400, $"requestSeconds is {endpoint.RequestSeconds}. Give a time above 0 and up to a day.");
        Require(endpoint.Attempts >= 1, $"attempts is {endpoint.Attempts}. Give at least 1.");
        Require(endpoint.RequestsPerMinute is null or > 0, $"requestsPerMinute is {endpoint.RequestsPerMinute}. Give a number above 0, or leave it out.");
        Require(endpoint.TokensPerMinute is null or > 0, $"tokensPerMinute is {endpoint.TokensPerMinute}. Give a number above 0, or leave it out.");
        Require(endpoint.InputPricePerMillion is null or >= 0 && endpoint.OutputPricePerMillion is null or >= 0, "a price is below 0.");
    }

    private static bool IsName(string text) => text.Length is > 0 and <= 100 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !char.IsAsciiDigit(text[0]);

    private static BackendSettings Resolve(BackendSettings settings, string folder)
    {
        string? Full(string? path) => path is null ? null : Path.GetFullPath(path, folder);
        return settings with
        {
            Template = Full(settings.Template),
            Gguf = settings.Gguf is { } gguf ? gguf with { Path = Full(gguf.Path) } : null,
            Checkpoint = settings.Checkpoint is { } checkpoint ? checkpoint with { Path = Full(checkpoint.Path) } : null,
            Embedder = settings.Embedder is { } embedder ? embedder with { Checkpoint = Full(embedder.Checkpoint), Onnx = Full(embedder.Onnx) } : null,
        };
    }

    private static void Demand(bool condition, string source, string problem)
    {
        if (!condition)
        {
            throw new BackendSettingsException($"{source}: {problem}");
        }
    }
}

using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Encoders;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Tests.Settings;

public sealed class BackendSettingsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Load_SmallFile_FillsInTheRest()
    {
        BackendSettings settings = Load("""{ "model": "qwen", "template": "mine.txt", "endpoint": { "url": "http://127.0.0.1:8000/v1", "concurrency": 32 }, /* local */ }""");

        Assert.Equal((BackendKind.Endpoint, "qwen", 512, 32, 6), (settings.Kind, settings.Model, settings.MaximumTokens, settings.Endpoint!.Concurrency, settings.Endpoint.Attempts));
        Assert.Equal(Path.Combine(_folder.Path, "mine.txt"), settings.Template);
    }

    [Fact]
    public void Load_Checkpoint_IsRelativeToTheFile()
    {
        BackendSettings settings = Load("""{ "kind": "checkpoint", "checkpoint": { "path": "Qwen2.5-7B-Instruct", "dtype": "bfloat16" } }""");

        Assert.Equal((BackendKind.Checkpoint, Path.Combine(_folder.Path, "Qwen2.5-7B-Instruct"), TorchSharp.torch.ScalarType.BFloat16), (settings.Kind, settings.Checkpoint!.Path, settings.Checkpoint.Dtype));
    }

    [Theory]
    [InlineData("{", "docs/backends.md")]
    [InlineData("null", "empty")]
    [InlineData("""{ "model": "m" }""", "endpoint is missing")]
    [InlineData("""{ "endpoint": { "url": "http://localhost/v1" } }""", "model is missing")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "localhost:8000" } }""", "no address")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "https://me:secret@host/v1" } }""", "no address")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://far.example/v1", "keyVariable": "K" } }""", "unencrypted")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "https://far.example/v1", "keyVariable": "sk-12345" } }""", "name of an environment variable")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "https://far.example/v1", "keyVariable": "K", "identity": true } }""", "Give one")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "concurrency": 0 } }""", "concurrency is 0")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "attempts": 0 } }""", "attempts is 0")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "requestSeconds": 0 } }""", "requestSeconds is 0")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "requestsPerMinute": 0 } }""", "requestsPerMinute is 0")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "tokensPerMinute": -1 } }""", "tokensPerMinute is -1")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "inputPricePerMillion": -1 } }""", "price")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1", "key": "sk-12345" } }""", "docs/backends.md")]
    [InlineData("""{ "model": "m", "maximumTokens": 3, "endpoint": { "url": "http://localhost/v1" } }""", "maximumTokens is 3")]
    [InlineData("""{ "kind": "checkpoint" }""", "checkpoint.path is missing")]
    [InlineData("""{ "kind": "checkpoint", "checkpoint": { "path": "m", "sequences": 0 } }""", "checkpoint.sequences is 0")]
    [InlineData("""{ "kind": "checkpoint", "checkpoint": { "path": "m", "contextLength": 8 } }""", "checkpoint.contextLength is 8")]
    [InlineData("""{ "kind": "checkpoint", "checkpoint": { "path": "m", "dtype": "float16" } }""", "checkpoint.dtype is Float16")]
    [InlineData("""{ "kind": "gguf" }""", "gguf.path is missing")]
    [InlineData("""{ "kind": "gguf", "gguf": { "path": "m.gguf", "sequences": 0 } }""", "gguf.sequences is 0")]
    [InlineData("""{ "kind": "gguf", "gguf": { "path": "m.gguf", "contextLength": 8 } }""", "gguf.contextLength is 8")]
    [InlineData("""{ "kind": "gguf", "gguf": { "path": "m.gguf" }, "embedder": { "model": "e" } }""", "embedder.endpoint is missing")]
    [InlineData("""{ "model": "m", "endpoint": { "url": "http://localhost/v1" }, "embedder": { "checkpoint": "a", "onnx": "b" } }""", "both given")]
    public void Load_UnusableFile_SaysWhat(string json, string problem)
    {
        BackendSettingsException error = Assert.Throws<BackendSettingsException>(() => Load(json));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-12345", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Create_KeyThatIsNotSet_NamesTheVariable()
    {
        BackendSettings settings = Load("""{ "model": "m", "endpoint": { "url": "https://far.example/v1", "keyVariable": "NOT_SET" } }""");

        BackendSettingsException error = Assert.Throws<BackendSettingsException>(() => new BackendFactory(new EndpointClients(_ => null), TimeProvider.System).Create(settings));

        Assert.Contains("NOT_SET", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WrongTemplate_NamesTheFile()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "mine.txt"), "[request]\n{{label}}");
        BackendSettings settings = Load("""{ "model": "m", "template": "mine.txt", "endpoint": { "url": "http://localhost/v1" } }""");

        PromptTemplateException error = Assert.Throws<PromptTemplateException>(() => new BackendFactory(new EndpointClients(_ => null), TimeProvider.System).Create(settings));

        Assert.Contains("mine.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_EmbedderFromACheckpoint_IsItsMeanState()
    {
        TinyEncoder.Write(Path.Combine(_folder.Path, "bert"), ["goal", "bank"]);
        BackendSettings settings = Load("""{ "model": "m", "endpoint": { "url": "http://localhost/v1" }, "embedder": { "checkpoint": "bert" } }""");

        using OperatorModels models = new BackendFactory(new EndpointClients(_ => null), TimeProvider.System).Create(settings);
        float[][] vectors = await models.Embedder!.EncodeAsync(["goal", "bank"], EncodingMode.Batched, TestContext.Current.CancellationToken);

        Assert.Equal(Path.Combine(_folder.Path, "bert"), settings.Embedder!.Checkpoint);
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(v => v * v), 1e-4));
        Assert.True(models.Embedder!.StaysInProcess);
    }

    [Fact]
    public void Create_CheckpointThatIsNotThere_NamesTheFile()
    {
        BackendSettings settings = Load("""{ "model": "m", "endpoint": { "url": "http://localhost/v1" }, "embedder": { "checkpoint": "bert" } }""");

        CheckpointException error = Assert.Throws<CheckpointException>(() => new BackendFactory(new EndpointClients(_ => null), TimeProvider.System).Create(settings));

        Assert.Equal(Path.Combine(_folder.Path, "bert", "config.json"), error.File);
    }

    public void Dispose() => _folder.Dispose();

    private BackendSettings Load(string json)
    {
        string path = Path.Combine(_folder.Path, "llm.json");
        File.WriteAllText(path, json);
        return BackendSettingsFile.Load(path);
    }
}

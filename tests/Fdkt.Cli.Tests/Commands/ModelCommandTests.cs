using System.Text.Json;
using Fdkt.Cli.Commands;
using Fdkt.Cli.Errors;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Spectre.Console;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>What <c>fdkt model show</c> says of a folder.</summary>
public sealed class ModelCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-model-").FullName;

    public ModelCommandTests()
    {
        TorchRuntime.EnsureLoaded();
        var config = new DecoderConfig
        {
            VocabularySize = 300,
            HiddenSize = 16,
            IntermediateSize = 24,
            LayerCount = 2,
            HeadCount = 4,
            KeyValueHeadCount = 2,
            MaximumLength = 32,
            QueryKeyValueBias = true,
        };
        using var model = new DecoderModel(config, 1);
        HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("Test", "Random weights."));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Show_WholeFolder_SaysWhatItIs()
    {
        (int exitCode, string output, _) = await RunAsync("model", "show", _folder);

        Assert.Equal(0, exitCode);
        Assert.Contains("Qwen2", output, StringComparison.Ordinal);
        Assert.Contains("every value finite", output, StringComparison.Ordinal);
        Assert.Contains("tokenizer   none", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_Encoder_SaysWhatItIs()
    {
        string folder = TinyEncoder.Write(Path.Combine(_folder, "bert"), ["hello"]);

        (int exitCode, string output, _) = await RunAsync("model", "show", folder);
        (_, string json, _) = await RunAsync("model", "show", folder, "--json", "--quick");

        Assert.Equal(0, exitCode);
        Assert.Contains("Bert, an encoder", output, StringComparison.Ordinal);
        Assert.Contains("tokenizer   vocab.txt, 58 ids, begins with 2, ends with 3", output, StringComparison.Ordinal);
        Assert.Contains("every value finite", output, StringComparison.Ordinal);
        Assert.Equal((58, true), (JsonDocument.Parse(json).RootElement.GetProperty("tokenizerIds").GetInt32(), JsonDocument.Parse(json).RootElement.GetProperty("pooler").GetBoolean()));
    }

    [Fact]
    public async Task Show_AsJson_HasTheShape()
    {
        (_, string output, _) = await RunAsync("model", "show", _folder, "--json", "--quick");

        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal(2, json.GetProperty("layers").GetInt32());
        Assert.False(json.GetProperty("valuesFinite").GetBoolean());
    }

    [Fact]
    public async Task Show_FolderWithoutWeights_ExitsWithDamagedCheckpoint()
    {
        string weights = Path.Combine(_folder, "model.safetensors");
        File.Delete(weights);

        (int exitCode, _, string error) = await RunAsync("model", "show", _folder);

        Assert.Equal((int)ExitCode.CorruptCheckpoint, exitCode);
        Assert.Contains(weights, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_TokenizerLargerThanTheVocabulary_ExitsWithDamagedCheckpoint()
    {
        string vocabulary = string.Join(',', Enumerable.Range(0, 256).Select(b => $"{JsonSerializer.Serialize(Letter(b))}:{b}"));
        File.WriteAllText(
            Path.Combine(_folder, "tokenizer.json"),
            "{\"added_tokens\":[{\"id\":400,\"content\":\"<|endoftext|>\",\"special\":true}],\"pre_tokenizer\":{\"type\":\"ByteLevel\",\"add_prefix_space\":false},"
            + "\"model\":{\"type\":\"BPE\",\"vocab\":{" + vocabulary + "},\"merges\":[]}}");

        (int exitCode, _, string error) = await RunAsync("model", "show", _folder);

        Assert.Equal((int)ExitCode.CorruptCheckpoint, exitCode);
        Assert.Contains("vocab_size", error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        var context = new CommandContext(
            () => throw new NotSupportedException(), () => throw new NotSupportedException(), output, error, console, IsTerminal: false, Path.GetTempPath(), TimeProvider.System);
        int exitCode = await FdktCommand.InvokeAsync(FdktCommand.Create(context), arguments, context, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>GPT-2's visible character for a byte (Radford et al. 2019).</summary>
    private static string Letter(int value)
    {
        static bool IsVisible(int b) => b is (>= 33 and <= 126) or (>= 161 and <= 172) or >= 174;
        return ((char)(IsVisible(value) ? value : 256 + Enumerable.Range(0, value).Count(b => !IsVisible(b)))).ToString();
    }
}

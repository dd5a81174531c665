using System.Text.Json;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Llama;
using Fdkt.ServerModels.Sequences;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Tests.Llama;

/// <summary>The real llama.cpp of the default build on a real model.</summary>
public sealed class LlamaModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static readonly WritingOptions Greedy = new(1, 1, 1, 0);

    [Fact]
    public async Task Sample_Greedy_GivesTheTokensOfAnIndependentImplementation()
    {
        using JsonDocument expected = Expected();
        int[] golden = [.. expected.RootElement.GetProperty("greedy_from_bos").GetProperty("token_ids").EnumerateArray().Select(id => id.GetInt32())];
        using LlamaModel model = LlamaModel.Load(Settings(), grammar: null);

        using ISequence sequence = model.Begin([1], Greedy);
        var written = new List<int>();
        while (written.Count < golden.Length)
        {
            await model.InferAsync(TestContext.Current.CancellationToken);
            written.Add(Assert.NotNull(sequence.Sample()));
            sequence.Append(written[^1]);
        }

        Assert.Equal(golden, written);
        string text = expected.RootElement.GetProperty("greedy_from_bos").GetProperty("text").GetString()!;
        Assert.Equal(text.Trim(), sequence.Decode(written).Trim());
    }

    [Fact]
    public void Tokenize_KnownTexts_GivesTheKnownIds()
    {
        using JsonDocument expected = Expected();
        using LlamaModel model = LlamaModel.Load(Settings(), grammar: null);

        Assert.All(expected.RootElement.GetProperty("encode").EnumerateArray(), row =>
        {
            int[] ids = [.. row.GetProperty("token_ids_with_bos").EnumerateArray().Select(id => id.GetInt32())];
            Assert.Equal(ids, model.Tokenize(row.GetProperty("text").GetString()!));
        });
    }

    [Fact]
    public async Task Create_GgufFile_WritesTextsInTheFormAskedFor()
    {
        var settings = new BackendSettings(BackendKind.Gguf, Gguf: Settings(), MaximumTokens: 48);
        using OperatorModels models = new BackendFactory(new EndpointClients(_ => null), TimeProvider.System).Create(settings);
        var task = new PromptTask("stories", ["happy", "sad"]);
        FewShotPrompt[] prompts = [.. Enumerable.Range(0, 6).Select(i => new FewShotPrompt(i % 2, ["Once upon a time there was a girl."], task))];

        IReadOnlyList<WrittenText> texts = await models.Writer.GenerateAsync(prompts, new WritingOptions(1, 40, 0.95, 3), null, TestContext.Current.CancellationToken);

        Assert.True(models.StaysInProcess);
        Assert.Equal(6, texts.Count);
        // Its grammar leaves no other form; a reply may only end at the limit.
        Assert.All(texts, text => Assert.True(text.Text.Length > 0 || text.Dropped == ReplyFormat.CutShort, text.Dropped));
        Assert.All(texts, text => Assert.True(text.Tokens > 0));
    }

    [Fact]
    public void Load_FileOfOtherKind_NamesIt()
    {
        string path = _folder.Write("model.gguf", "no model");

        BackendException error = Assert.Throws<BackendException>(() => LlamaModel.Load(new GgufSettings(path)));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    public void Dispose() => _folder.Dispose();

    private static JsonDocument Expected() => JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));

    private GgufSettings Settings() => new(StoriesGguf.Write(_folder.Path), Sequences: 4, ContextLength: 512, Threads: 1);
}

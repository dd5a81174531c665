using System.Text.Json;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Tokenizers;
using Fdkt.Tests;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Checkpoints.HuggingFace;

/// <summary>All that is known of stories260K, through the llama2.c loader and again after a journey through a Hugging Face folder.</summary>
public sealed class StoriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-stories-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Model_FromEitherFormat_GivesEverythingExpected(bool throughHuggingFace)
    {
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(SharedData.Require("tinystories260k/expected.json")));
        using DecoderModel model = Load(throughHuggingFace);
        JsonElement greedy = expected.RootElement.GetProperty("greedy_from_bos");
        int[] ids = Ids(greedy, "token_ids");
        using var grad = no_grad();
        using var scope = NewDisposeScope();

        IReadOnlyList<GeneratedText> generated = new TextSampler(model).Generate(
            [new GenerationRequest([1])],
            new SamplingOptions { EndToken = -1, Seed = 1, Temperature = 0, MaximumNewTokens = greedy.GetProperty("steps").GetInt32() },
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(ids, generated[0].Tokens);

        float[] logits = model.Forward(tensor(new long[] { 1 }).unsqueeze(0)).data<float>().ToArray();
        float[] first = [.. greedy.GetProperty("logits_position0_first16").EnumerateArray().Select(value => value.GetSingle())];
        Assert.All(first.Zip(logits), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));

        var tokenizer = Llama2cTokenizer.Load(SharedData.Require("tinystories260k/tok512.bin"));
        foreach (JsonElement example in expected.RootElement.GetProperty("encode").EnumerateArray())
        {
            int[] tokens = [1, .. tokenizer.Encode(example.GetProperty("text").GetString()!)];
            Assert.Equal(Ids(example, "token_ids_with_bos"), tokens);
            double loss = model.Loss(tensor(Array.ConvertAll(tokens, id => (long)id)).unsqueeze(0)).item<float>() / (tokens.Length - 1);
            Assert.Equal(example.GetProperty("mean_nll_per_predicted_token").GetDouble(), loss, 1e-3);
        }
    }

    private DecoderModel Load(bool throughHuggingFace)
    {
        Llama2cCheckpoint checkpoint = Llama2cCheckpoint.Read(SharedData.Require("tinystories260k/stories260K.bin"));
        IReadOnlyDictionary<string, Tensor> tensors = checkpoint.ToTensors();
        var model = new DecoderModel(checkpoint.Config, seed: 1);
        model.Load(tensors);
        foreach (Tensor tensor in tensors.Values)
        {
            tensor.Dispose();
        }

        if (!throughHuggingFace)
        {
            return model;
        }

        HuggingFaceWriter.Save(model, _folder, ModelCard.ForPublicModel("stories260K", "Trained on TinyStories."), new HuggingFaceSaveOptions { BeginId = 1, EndId = 2 });
        model.Dispose();
        using var reopened = HuggingFaceCheckpoint.Open(_folder);
        Assert.Equal((ModelFamily.Llama, 260_032), (reopened.Family, reopened.ParameterCount));
        return reopened.Load(cancellationToken: TestContext.Current.CancellationToken);
    }

    private static int[] Ids(JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
}

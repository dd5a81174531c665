using Fdkt.Learning.Augmentation;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tokenizers;
using Fdkt.ServerModels.Checkpoints;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;
using Fdkt.ServerModels.Tests.Endpoint;
using Fdkt.Tests.Checkpoints;

namespace Fdkt.ServerModels.Tests.Checkpoints;

/// <summary>A small checkpoint that learned in seconds to answer the template below, run by this process.</summary>
public sealed class CheckpointGeneratorTests : IDisposable
{
    private const string Words = "[examples]\n{{examples}}\n[request]\nOne of {{label}}:";

    private static readonly string[] Known = ["the team won the match", "the bank lost money", "a \"new\" moon {was} seen", "rain all over the land"];
    private static readonly WritingOptions Options = new(0.2, 20, 1, 3);

    private readonly TemporaryFolder _folder = new();

    private string Folder => Path.Combine(_folder.Path, "Answering-1M");

    [Fact]
    public async Task GenerateAsync_PromptsOfManyLengths_GivesEachATextOfTheFormAndEndsThere()
    {
        Teach();
        using CheckpointGenerator generator = Load(new CheckpointSettings(Folder, Sequences: 5, ContextLength: 256));
        var progress = new List<int>();

        IReadOnlyList<WrittenText> replies = await generator.GenerateAsync(EndpointFixture.Prompts(23), Options, progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(23, replies.Count);
        int right = replies.Count(reply => Known.Contains(reply.Text) && reply.Complete);
        Assert.True(right >= 15, $"{right} of 23 are texts it learned: {string.Join(" | ", replies)}");
        Assert.All(replies.Where(reply => reply.Complete), reply => Assert.True(reply.Tokens < 60)); // The end of the form ends the reply, not the length.
        Assert.Equal(Enumerable.Range(1, 23), progress);
        Assert.Equal((23, 23, replies.Sum(reply => (long)reply.Tokens)), (generator.Usage.Requests, generator.Usage.Answers, generator.Usage.OutputTokens));
        Assert.True(generator.StaysInProcess);
        Assert.StartsWith("Answering-1M (llama, float32), weights sha256 ", generator.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_PromptThatLeavesNoRoom_IsCountedAndTheOthersGoOn()
    {
        PublishedFolder.Write(Folder, "qwen2", Known);
        using CheckpointGenerator generator = Load(new CheckpointSettings(Folder, ContextLength: 64), maximumTokens: 16);
        FewShotPrompt small = EndpointFixture.Prompts(1)[0] with { Shots = [] };
        FewShotPrompt large = small with { Shots = [string.Concat(Enumerable.Repeat("word ", 100))] };

        IReadOnlyList<WrittenText> replies = await generator.GenerateAsync([large, small], Options, null, TestContext.Current.CancellationToken);

        Assert.Equal(WrittenText.None(EndpointGenerator.PromptTooLong), replies[0]);
        Assert.Equal(ReplyFormat.CutShort, replies[1].Dropped); // Random weights complete no form.
        Assert.Equal((1, 1), (generator.Usage.Requests, generator.Usage.Answers));
    }

    [Fact]
    public void Load_NoSuchFolder_SaysWhatToCheck()
    {
        BackendSettingsException error = Assert.Throws<BackendSettingsException>(() => Load(new CheckpointSettings(Folder)));

        Assert.Contains("checkpoint.path", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static CheckpointGenerator Load(CheckpointSettings settings, int maximumTokens = 200) => CheckpointGenerator.Load(settings, PromptTemplate.Parse(Words, "test"), maximumTokens);

    /// <summary>Trains a model of the folder on prompts and answers, and puts it back.</summary>
    private void Teach()
    {
        FewShotPrompt[] prompts = [.. EndpointFixture.Prompts(40)];
        var template = PromptTemplate.Parse(Words, "test");
        var random = new Random(1);
        string[] texts = [.. prompts.Select(prompt => $"\n\n{template.Render(prompt).User}\n".TrimStart())];
        PublishedFolder.Write(Folder, "llama", [.. texts, .. Known.Select(text => FencedReply(text))], hiddenSize: 32, maximumLength: 256);
        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(Folder);
        DecoderModel model;
        using (var checkpoint = HuggingFaceCheckpoint.Open(Folder))
        {
            model = checkpoint.Load();
        }

        using (model)
        {
            IEnumerable<TrainingBatch> batches = Enumerable.Range(0, 200).Select(_ => new TrainingBatch(TokenBatch.Pad(
                [.. Enumerable.Range(0, 16).Select(_ =>
                {
                    string reply = FencedReply(Known[random.Next(Known.Length)]);
                    // The beginning is tokens of its own, as when it is put into the model's mouth.
                    return (int[])[tokenizer.BeginId, .. tokenizer.Encode(texts[random.Next(texts.Length)]), .. tokenizer.Encode(reply[..9]), .. tokenizer.Encode(reply[9..]), .. tokenizer.Encode(" and on and on")];
                })],
                256)));
            using var trainer = new LanguageModelTrainer(model, new AdamWOptions { LearningRate = 0.01 });
            trainer.Train(batches, 200);
            HuggingFaceWriter.Save(model, Folder, ModelCard.ForPublicModel("Test", "Made by a test."), new HuggingFaceSaveOptions { BeginId = tokenizer.BeginId, EndId = tokenizer.EndId });
        }
    }

    private static string FencedReply(string text) => $"{{\"text\":\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"}}";
}

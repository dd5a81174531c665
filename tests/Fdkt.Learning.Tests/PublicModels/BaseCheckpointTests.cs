using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tokenizers;
using Fdkt.Tests;
using Fdkt.Tests.Checkpoints;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PublicModels;

/// <summary>Public models that start from published ones of each family.</summary>
public sealed class BaseCheckpointTests : IDisposable
{
    private static readonly string[] Texts = TopicTexts.Texts(90, 1);
    private static readonly PublicModelOptions Untrained = new() { Budget = TimeSpan.Zero, MaximumTokens = 20, CodeSize = 8, PrefixLength = 2 };

    private readonly string _root = Directory.CreateTempSubdirectory("fdkt-base-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Source => Path.Combine(_root, "Source-1B");

    private string Kept => Path.Combine(_root, "kept");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("llama", SafetensorsDtype.F32, null, "float32")]
    [InlineData("qwen2", SafetensorsDtype.BF16, null, "bfloat16")]
    [InlineData("gpt2", SafetensorsDtype.F32, null, "float32")]
    [InlineData("llama", SafetensorsDtype.F16, null, "float32")]
    [InlineData("qwen2", SafetensorsDtype.F32, ScalarType.BFloat16, "bfloat16")]
    public void TrainFrom_NoBudget_KeepsTheWeightsAndComesBackFromAFolder(string family, SafetensorsDtype file, ScalarType? asked, string dtype)
    {
        PublishedFolder.Write(Source, family, Texts, dtype: file);
        using PublicModel made = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), asked, Texts, Untrained, cancellationToken: Cancel);
        PublicModelStore.Save(made, Kept);
        using PublicModel read = PublicModelStore.Load(Kept);

        using var scope = NewDisposeScope();
        using var published = HuggingFaceCheckpoint.Open(Source);
        using DecoderModel weights = published.Load(new HuggingFaceLoadOptions { Dtype = made.Decoder.Flat.dtype }, Cancel);
        IReadOnlyDictionary<string, Tensor> there = made.Decoder.Save();
        Assert.All(weights.Parameters, parameter => Assert.True(there[parameter.Name].eq(parameter.View).all().item<bool>()));
        Assert.Equal(("Source-1B", family, dtype, 20), (made.Base!.Name, made.Base.Family, made.Base.Dtype, made.MaximumTokens));
        Assert.Equal(made.Base, read.Base);
        Assert.True(read.Decoder.Flat.eq(made.Decoder.Flat).all().item<bool>());
        Assert.Equal(made.ToTokens(Texts[0]), read.ToTokens(Texts[0]));
        using var kept = HuggingFaceCheckpoint.Open(Kept);
        Assert.Equal(family, ModelFamilies.TypeOf(kept.Family));
    }

    [Fact]
    public void HashOf_MadeTwice_IsTheSameAndChangesWithTheCheckpoint()
    {
        string again = Path.Combine(_root, "again"), other = Path.Combine(_root, "other");
        PublishedFolder.Write(Source, "llama", Texts);
        Make(Kept);
        Make(again);
        PublishedFolder.Write(Source, "llama", Texts, seed: 2);
        Make(other);

        Assert.Equal(PublicModelStore.HashOf(Kept), PublicModelStore.HashOf(again));
        Assert.NotEqual(PublicModelStore.HashOf(Kept), PublicModelStore.HashOf(other));

        void Make(string folder)
        {
            using PublicModel model = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);
            PublicModelStore.Save(model, folder);
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public void TrainFrom_ABudget_LearnsTheCodesAndKeepsTheType(string family)
    {
        PublishedFolder.Write(Source, family, Texts);
        PublicModelOptions trained = Untrained with { Budget = TimeSpan.FromMinutes(5), MaximumEpochs = 60, BatchSize = 16 };
        using PublicModel before = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), ScalarType.BFloat16, Texts, Untrained, cancellationToken: Cancel);
        using PublicModel after = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), ScalarType.BFloat16, Texts, trained, cancellationToken: Cancel);

        Assert.Equal(ScalarType.BFloat16, after.Decoder.Flat.dtype);
        (double own, double foreign) = Likelihoods(after);
        Assert.True(own > Likelihoods(before).Own + 10, "Training on the public texts did not make them likelier.");
        Assert.True(own > foreign + 0.5, "The code of a text says nothing about it.");
    }

    [Fact]
    public void Write_ModelWithMoreIdsThanItsTokenizer_DrawsNoneOfThem()
    {
        PublishedFolder.Write(Source, "qwen2", Texts, spareIds: 400);
        using PublicModel model = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);

        WrittenText[] texts = new CodeWriter(model).Write(Enumerable.Repeat(new float[8], 40), temperature: 1, topK: 0, topP: 1, seed: 3, cancellationToken: Cancel);

        Assert.Equal(40, texts.Length); // An id that the tokenizer lacks would have thrown.
        Assert.Equal(400, model.NeverDrawn.Count(id => id >= model.Tokenizer.VocabularySize));
        Assert.DoesNotContain(model.Tokenizer.EndId, model.NeverDrawn);
    }

    [Fact]
    public void NeverDrawn_TokenThatBeginsAndEndsATextAsGpt2s_IsNotAmongThem()
    {
        PublishedFolder.Write(Source, "gpt2", Texts);
        File.WriteAllText(Path.Combine(Source, "tokenizer_config.json"), """{"bos_token": "<|end|>", "eos_token": "<|end|>"}""");
        using PublicModel model = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);

        Assert.Equal(model.Tokenizer.BeginId, model.Tokenizer.EndId);
        Assert.DoesNotContain(model.Tokenizer.EndId, model.NeverDrawn);
        Assert.Contains(0, model.NeverDrawn); // <|begin|>, a special token of no use here
    }

    [Fact]
    public void Open_TokenizerOfALargerVocabulary_SaysSo()
    {
        PublishedFolder.Write(Source, "llama", Texts, spareIds: -20);

        CheckpointException error = Assert.Throws<CheckpointException>(() => BaseCheckpoint.Open(Source));

        Assert.Contains("not of one model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_APublicModelOfFdkt_AsksForTheOneItWasMadeFrom()
    {
        PublishedFolder.Write(Source, "llama", Texts);
        using PublicModel model = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);
        PublicModelStore.Save(model, Kept);

        Assert.Contains("made from", Assert.Throws<CheckpointException>(() => BaseCheckpoint.Open(Kept)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoTokenizer_SaysWhichFilesAreMissing()
    {
        PublishedFolder.Write(Source, "llama", Texts);
        File.Delete(Path.Combine(Source, "tokenizer.json"));

        Assert.Contains("tokenizer.json", Assert.Throws<TokenizerException>(() => BaseCheckpoint.Open(Source)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BaseModelFileDamaged_SaysWhich()
    {
        PublishedFolder.Write(Source, "llama", Texts);
        using PublicModel model = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);
        PublicModelStore.Save(model, Kept);
        File.WriteAllText(Path.Combine(Kept, "base-model.json"), "{");

        Assert.Contains("base-model.json", Assert.Throws<CheckpointException>(() => PublicModelStore.Load(Kept)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_OverAModelOfTheOtherKind_LeavesTheOneThatWasSavedLast()
    {
        PublishedFolder.Write(Source, "llama", Texts);
        using PublicModel based = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);

        PublicModelStore.Save(based, Kept);
        PublicModelStore.Save(SmallModel.Shared, Kept);
        using (PublicModel own = PublicModelStore.Load(Kept))
        {
            Assert.Null(own.Base);
        }

        PublicModelStore.Save(based, Kept);
        using PublicModel again = PublicModelStore.Load(Kept);
        Assert.Equal(based.Base, again.Base);
    }

    [Fact]
    public void Open_Llama2cFile_GivesTheLossesOfTheHuggingFaceFolder()
    {
        string file = Path.Combine(_root, "stories260K.bin"), vocabulary = SharedData.Require("tinystories260k/tok512.bin");
        File.Copy(SharedData.Require("tinystories260k/stories260K.bin"), file);
        TokenizerException missing = Assert.Throws<TokenizerException>(() => BaseCheckpoint.Open(file));
        Assert.Contains("tokenizer.bin", missing.Message, StringComparison.Ordinal);
        File.Copy(vocabulary, Path.Combine(_root, "tokenizer.bin"));
        PublishedFolder.WriteStories(Source, file, vocabulary);

        using PublicModel fromFile = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(file), null, Texts, Untrained, cancellationToken: Cancel);
        using PublicModel fromFolder = PublicModelTrainer.TrainFrom(BaseCheckpoint.Open(Source), null, Texts, Untrained, cancellationToken: Cancel);
        PublicModelStore.Save(fromFile, Kept);
        using PublicModel read = PublicModelStore.Load(Kept);

        Assert.Equal(260_032, fromFile.Base!.Parameters);
        int[] tokens = fromFolder.ToTokens("Once upon a time there was a little girl");
        Assert.Equal(tokens, fromFile.ToTokens("Once upon a time there was a little girl"));
        Assert.Equal(tokens, read.ToTokens("Once upon a time there was a little girl"));
        Assert.Equal(Score(fromFolder, tokens), Score(fromFile, tokens), 1e-4);
        Assert.Equal(Score(fromFolder, tokens), Score(read, tokens), 1e-4);
    }

    private static double Score(PublicModel model, int[] tokens) => new SequenceScorer(model.Decoder).Score([tokens], [new float[8]], Cancel)[0];

    /// <summary>Mean log-likelihood of the texts under the codes of their own subject and of another.</summary>
    private static (double Own, double Foreign) Likelihoods(PublicModel model)
    {
        int[][] tokens = [.. Texts.Select(model.ToTokens)];
        float[][] codes = [.. Texts.Select(text => PublicModel.ToControlCode(model.Encoder.Encode(text)))];
        var scorer = new SequenceScorer(model.Decoder);
        return (scorer.Score(tokens, codes, Cancel).Average(), scorer.Score(tokens, [.. codes.Skip(1), codes[0]], Cancel).Average());
    }
}

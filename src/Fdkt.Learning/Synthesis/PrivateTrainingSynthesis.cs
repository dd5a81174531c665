using Fdkt.Learning.Clustering;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Synthesis;

/// <summary>Demonstrations from a language model trained with DP-SGD: codes, adapters or all weights, as the mechanism says.</summary>
internal static class PrivateTrainingSynthesis
{
    private const int DefaultRank = 4;

    public static DemoSet Release(
        PublicModel model, IReadOnlyList<Example> rows, SynthesisPlan plan, DemoOptions demos, IRandomSource random, Action<int>? progress, IProgress<DpTrainingProgress>? training, CancellationToken cancellationToken,
        double? learningRate = null)
    {
        ClientSynthesisOptions options = plan.Options with { Demos = demos };
        using DecoderModel trained = model.Decoder.Clone();
        DpTrainingResult result = DpTrainer.Train(
            trained,
            [.. rows.Select(row => new PrivateRecord(model.ToTokens(row.Text), row.Label))],
            [.. Enumerable.Range(0, plan.Classes).Select(_ => new float[model.Encoder.Dimension])],
            plan.Training!,
            learningRate is { } rate ? Options(plan.Choice.Mechanism, options) with { LearningRate = rate } : Options(plan.Choice.Mechanism, options),
            training,
            cancellationToken);
        (int[] labels, WrittenText[] texts) = Sample(model, trained, result.ClassPrompts, options.Demos, progress, cancellationToken);
        double[,] scores = new SequenceScorer(trained).ScoreAll([.. texts.Select(text => model.ToTokens(text.Text))], result.ClassPrompts, cancellationToken);
        double[] margins = [.. labels.Select((label, i) => DemoVote.Margin(Row(scores, i), label))];
        if (plan.Votes is not null)
        {
            margins = Refine(model, rows, plan, labels, texts, random);
        }

        return DemoVote.Select(labels, texts, margins, options.Demos);
    }

    /// <summary>Step sizes per scope: the fewer values train, the larger the step the noise allows.</summary>
    private static DpTrainingOptions Options(SynthesisMechanism mechanism, ClientSynthesisOptions options) => mechanism switch
    {
        SynthesisMechanism.ClassPrompts => new DpTrainingOptions { Scope = TrainableScope.ClassPrompts, LearningRate = 0.05, Seed = options.Demos.Seed },
        SynthesisMechanism.Lora => new DpTrainingOptions
        {
            Scope = TrainableScope.LowRank,
            AdapterRank = options.LoraRank ?? DefaultRank,
            LearningRate = 0.005,
            Seed = options.Demos.Seed,
        },
        SynthesisMechanism.Full => new DpTrainingOptions { Scope = TrainableScope.Full, LearningRate = 0.0005, Seed = options.Demos.Seed },
        _ => throw new ArgumentOutOfRangeException(nameof(mechanism), mechanism, "This mechanism does not train."),
    };

    private static (int[] Labels, WrittenText[] Texts) Sample(
        PublicModel model, DecoderModel trained, IReadOnlyList<float[]> prompts, DemoOptions options, Action<int>? progress, CancellationToken cancellationToken)
    {
        int[] labels = options.LabelsToSample(prompts.Count);
        WrittenText[] texts = new CodeWriter(model, trained, options.MaximumTokens).WriteCodes(
            labels.Select(label => prompts[label]), options.Temperature, options.TopK, options.TopP, options.Seed, progress, cancellationToken);
        return (labels, texts);
    }

    /// <summary>Each private record votes for the group of sampled texts closest to it, in the row of its class; the noisy votes judge the texts.</summary>
    private static double[] Refine(
        PublicModel model, IReadOnlyList<Example> rows, SynthesisPlan plan, int[] labels, WrittenText[] texts, IRandomSource random)
    {
        float[][] encodings = model.Encoder.EncodeAll([.. texts.Select(text => text.Text)]);
        IReadOnlyList<float[]> groups = SphericalKMeans.Fit(encodings, TopicVotes.DefaultTopics(plan.Records, plan.Classes), seed: 0).Centroids;
        ILabelScorer scorer = TopicVotes.Release(
            model.Encoder.EncodeAll([.. rows.Select(row => row.Text)]), [.. rows.Select(row => row.Label)], plan.Classes, groups, plan.Votes!, random);
        return [.. encodings.Select((encoding, i) => DemoVote.Margin(scorer.Score(encoding), labels[i]))];
    }

    /// <summary>Log-likelihoods of a text under the codes of all classes.</summary>
    private static double[] Row(double[,] scores, int text) => [.. Enumerable.Range(0, scores.GetLength(1)).Select(c => scores[text, c])];
}

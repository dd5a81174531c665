using Fdkt.Learning.Clustering;
using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Learning.Synthesis;

/// <summary>Demonstrations from a language model trained with DP-SGD: codes, adapters or all weights, as the mechanism says.</summary>
internal static class PrivateTrainingSynthesis
{
    private const int DefaultEpochs = 40;
    private const int DefaultRank = 4;
    private const int BatchesPerEpoch = 4;
    private const int LargestBatch = 1_024;

    /// <summary>Part of ε that the votes which refine the output may cost on their own.</summary>
    private const double RefinementShare = 0.25;

    public static ClientRelease Release(
        PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, MechanismChoice choice, IReadOnlyList<PrivacyEvent> besides, IRandomSource random, Action<int>? progress, CancellationToken cancellationToken)
    {
        HistogramPlan? votes = options.RefineWithVotes ? HistogramPlan.Calibrate(rows.Count, 1, options.Epsilon * RefinementShare, options.Delta) : null;
        IReadOnlyList<PrivacyEvent> others = votes is null ? besides : [votes.Event, .. besides];
        PrivacyPlan plan = Plan(rows.Count, options, others);
        using DecoderModel trained = model.Decoder.Clone();
        DpTrainingResult result = DpTrainer.Train(
            trained,
            [.. rows.Select(row => new PrivateRecord(model.ToTokens(row.Text), row.Label))],
            [.. Enumerable.Range(0, classes).Select(_ => new float[model.Encoder.Dimension])],
            plan,
            Options(choice.Mechanism, options),
            cancellationToken: cancellationToken);
        (int[] labels, WrittenText[] texts) = Sample(model, trained, result.ClassPrompts, options.Demos, progress, cancellationToken);
        double[,] scores = new SequenceScorer(trained).ScoreAll([.. texts.Select(text => model.ToTokens(text.Text))], result.ClassPrompts, cancellationToken);
        double[] margins = [.. labels.Select((label, i) => Margin(scores, i, label))];
        if (votes is not null)
        {
            margins = Refine(model, rows, classes, labels, texts, votes, random);
        }

        PrivacyEvent[] events = [plan.Event, .. others];
        return new ClientRelease(
            DemoVote.Select(labels, texts, margins, options.Demos), choice, events, PrivacyAccounting.Account(events, options.Delta),
            plan.NoiseMultiplier, plan.SamplingProbability, plan.Steps, plan.ClipNorm);
    }

    private static PrivacyPlan Plan(int records, ClientSynthesisOptions options, IReadOnlyList<PrivacyEvent> besides)
    {
        int batch = options.ExpectedBatchSize ?? Math.Clamp(records / BatchesPerEpoch, 1, LargestBatch);
        int steps = PrivacyPlan.StepsForEpochs(records, batch, options.Epochs ?? DefaultEpochs);
        return PrivacyPlan.Calibrate(records, batch, steps, options.ClipNorm, options.Epsilon, options.Delta, besides)
            with
        { Noise = options.Noise };
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
        WrittenText[] texts = new CodeWriter(model, trained).WriteCodes(
            labels.Select(label => prompts[label]), options.Temperature, options.TopK, options.TopP, options.Seed, progress, cancellationToken);
        return (labels, texts);
    }

    /// <summary>Each private record votes for the group of sampled texts closest to it, in the row of its class; the noisy votes judge the texts.</summary>
    private static double[] Refine(
        PublicModel model, IReadOnlyList<Example> rows, int classes, int[] labels, WrittenText[] texts, HistogramPlan votes, IRandomSource random)
    {
        float[][] encodings = model.Encoder.EncodeAll([.. texts.Select(text => text.Text)]);
        IReadOnlyList<float[]> groups = SphericalKMeans.Fit(encodings, TopicVotes.DefaultTopics(rows.Count, classes), seed: 0).Centroids;
        ILabelScorer scorer = TopicVotes.Release(
            model.Encoder.EncodeAll([.. rows.Select(row => row.Text)]), [.. rows.Select(row => row.Label)], classes, groups, votes, random);
        return [.. encodings.Select((encoding, i) => DemoVote.Margin(scorer.Score(encoding), labels[i]))];
    }

    /// <summary>Log-likelihood under the own code over the best other code.</summary>
    private static double Margin(double[,] scores, int text, int label)
    {
        double other = double.NegativeInfinity;
        for (int c = 0; c < scores.GetLength(1); c++)
        {
            if (c != label)
            {
                other = Math.Max(other, scores[text, c]);
            }
        }

        return scores[text, label] - other;
    }
}

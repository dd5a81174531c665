using System.Diagnostics;
using Fdkt.Learning.Models;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using Fdkt.Privacy.Sampling;
using static TorchSharp.torch;

namespace Fdkt.Learning.PrivateTraining;

/// <summary>DP-SGD and DP-Adam on a decoder: Poisson sampling, clipping per record, noise, all as the one plan says.</summary>
/// <remarks>
/// What training returns, and the model it changes, satisfy the plan's guarantee after its last step. Stopped early they do too, since
/// fewer steps cost less; the caller still charges the whole plan.
/// </remarks>
public static class DpTrainer
{
    /// <summary>Trains with a cryptographic random source.</summary>
    /// <param name="model">
    /// Float32, or bfloat16: clipping, sums, noise and update are float32 then too. Frozen in the class-prompt scope. Frozen in the low-rank scope too while its adapters train beside it; after the last step their product is added to its
    /// weights, so that sampling and scoring run at the speed of the plain model. Changed in place in the full scope.
    /// </param>
    /// <param name="records">The private records. Each is drawn with the plan's probability; how many there are decides nothing else, and may differ from the plan's public number.</param>
    /// <param name="initialPrompts">One code of Z values per label, made without the private records; empty vectors for a model without conditioning.</param>
    /// <param name="plan">Decides sampling, clipping, noise and the number of steps.</param>
    /// <param name="options">Scope and update rule; validated here.</param>
    /// <param name="progress">Told after every step; may be null. Learns nothing about the records.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>The class prompts.</returns>
    /// <exception cref="ArgumentException">Records, labels, prompts or options do not fit the plan or the model.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the model may hold some of the steps.</exception>
    public static DpTrainingResult Train(
        DecoderModel model,
        IReadOnlyList<PrivateRecord> records,
        IReadOnlyList<float[]> initialPrompts,
        PrivacyPlan plan,
        DpTrainingOptions options,
        IProgress<DpTrainingProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        Train(model, records, initialPrompts, plan, options, CryptographicRandomSource.Shared, progress, draw: null, observe: null, cancellationToken);

    /// <summary>As the public one, with a random source a test can count on, and for audits with batches in place of the sampler's and a look at the values after every step; null for none.</summary>
    internal static DpTrainingResult Train(
        DecoderModel model,
        IReadOnlyList<PrivateRecord> records,
        IReadOnlyList<float[]> initialPrompts,
        PrivacyPlan plan,
        DpTrainingOptions options,
        IRandomSource source,
        IProgress<DpTrainingProgress>? progress,
        Func<int[]>? draw,
        Action<TrainableParameters>? observe,
        CancellationToken cancellationToken)
    {
        Check(model, records, initialPrompts, plan, options);
        long start = Stopwatch.GetTimestamp();
        using var grad = no_grad();
        using var parameters = new TrainableParameters(
            model, options.Scope, initialPrompts, options.AdapterRank, options.AdapterScale, options.Seed, options.AdapterTargets);
        using var pass = new DecoderPass(model, parameters.Adapters, options.GradientCheckpointing);
        using var gradients = new RecordGradients(parameters);
        using var optimizer = new DpOptimizer(plan, options, parameters.Values, source);
        var wrappers = new WrapperCollector();
        PoissonSampler sampler = plan.CreateSampler(records.Count, source);
        int[] lengths = [.. records.Select(record => PhysicalBatches.LengthOf(record, model.Config))];
        for (int step = 1; step <= plan.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            parameters.ZeroGradients();
            foreach (int[] physical in PhysicalBatches.Cut(draw is null ? sampler.Next() : draw(), lengths, options.PhysicalBatchSize))
            {
                AddPhysicalBatch(records, physical, plan.ClipNorm, PhysicalBatches.Rows(physical.Length, options.PhysicalBatchSize), parameters, pass, gradients);
                wrappers.AfterPass();
            }

            optimizer.Step(parameters.Gradients);
            observe?.Invoke(parameters);
            progress?.Report(new DpTrainingProgress(step, plan.Steps, Stopwatch.GetElapsedTime(start)));
        }

        parameters.MergeAdapters();
        using var scope = NewDisposeScope();
        float[][] prompts = [.. initialPrompts.Select((_, i) => parameters.Prompts?[i].to(ScalarType.Float32).cpu().data<float>().ToArray() ?? [])];
        return new DpTrainingResult(prompts, parameters.Values.Sum(v => v.numel()), plan.Steps);
    }

    /// <summary>Adds some of the drawn records to the sums. Rows without a record are masked.</summary>
    internal static void AddPhysicalBatch(
        IReadOnlyList<PrivateRecord> records,
        int[] chosen,
        double clipNorm,
        int size,
        TrainableParameters parameters,
        DecoderPass pass,
        RecordGradients gradients)
    {
        using var scope = NewDisposeScope();
        Device device = parameters.Model.Flat.device;
        var texts = new int[size][];
        var labels = new long[size];
        var mask = new bool[size];
        Array.Fill(texts, []);
        for (int i = 0; i < chosen.Length; i++)
        {
            texts[i] = records[chosen[i]].Tokens;
            labels[i] = records[chosen[i]].Label;
            mask[i] = true;
        }

        Tensor rows = tensor(labels, device: device);
        gradients.Begin(rows);
        pass.Run(TokenBatch.Pad(texts, parameters.Model.Config.MaximumLength).to(device), parameters.ConditioningOf(rows), gradients);
        gradients.AddClipped(clipNorm, tensor(mask, device: device));
    }

    private static void Check(
        DecoderModel model, IReadOnlyList<PrivateRecord> records, IReadOnlyList<float[]> prompts, PrivacyPlan plan, DpTrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(prompts);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        int width = model.Config.ConditioningSize;
        if (model.Flat.dtype == ScalarType.Float16)
        {
            throw new ArgumentException("The model is of float16, whose range gradients leave: load it as float32 or bfloat16 for training.", nameof(model));
        }

        if (prompts.Count == 0 || prompts.Any(p => p.Length != width || !p.All(float.IsFinite)))
        {
            throw new ArgumentException($"Every label needs a finite code of {width} values.", nameof(prompts));
        }

        if (options.Scope == TrainableScope.ClassPrompts && width == 0)
        {
            throw new ArgumentException("The model takes no conditioning, so there are no class prompts to train.", nameof(options));
        }

        // The message must not say which record: that is private.
        if (records.Any(r => r.Label < 0 || r.Label >= prompts.Count || r.Tokens.Any(t => t < 0 || t >= model.Config.VocabularySize)))
        {
            throw new ArgumentException("A record has a label or a token out of range.", nameof(records));
        }
    }
}

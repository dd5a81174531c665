using Fdkt.Learning.Pretraining;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>One stage of training: passes over rows until the validation loss falls no more, or the passes are over; the best state is what stays.</summary>
/// <remarks>The state before the first pass counts as one: rows that help nothing leave the model as it was.</remarks>
/// <param name="model">Trained in place.</param>
/// <param name="options">Settings.</param>
/// <param name="rate">Peak learning rate of checkpoint or adapters.</param>
/// <param name="validation">Held-out rows; null trains all passes.</param>
internal sealed class TuningStage(TunedModel model, FineTuningOptions options, double rate, TextBatches? validation)
{
    /// <summary>Where a head alone learns well.</summary>
    private const double HeadRate = 1e-3;

    private const double WeightDecay = 0.01;

    private static readonly TrainingSchedule Schedule = new(WarmUp: 0.1, Floor: 0.05);

    /// <summary>Trains.</summary>
    /// <param name="rows">What is read.</param>
    /// <param name="epochs">Most passes.</param>
    /// <param name="seed">Of order and dropout.</param>
    /// <param name="read">Told of every batch how many texts it has.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>The validation loss of what stays; NaN without validation.</returns>
    /// <exception cref="StudentTrainingException">Values stopped being finite.</exception>
    public double Run(TextBatches rows, int epochs, int seed, Action<int> read, CancellationToken cancellationToken)
    {
        TrainableGroup[] groups = [model.HeadGroup, model.BodyGroup];
        using var head = new AdamW(model.HeadGroup.Values, model.HeadGroup.Matrices, Optimizer(Math.Max(HeadRate, rate)));
        using var body = new AdamW(model.BodyGroup.Values, model.BodyGroup.Matrices, Optimizer(rate));
        using var dropout = new Generator((ulong)seed);
        var random = new Random(seed);
        double lowest = validation?.MeanLoss(model, options.BatchSize, cancellationToken) ?? double.NaN;
        Tensor[]? best = null;
        try
        {
            best = validation is null ? null : [.. groups.Select(group => group.Snapshot())];
            long steps = epochs * (long)((rows.Count + options.BatchSize - 1) / options.BatchSize);
            long step = 0;
            int stale = 0;
            for (int epoch = 0; epoch < epochs && stale < options.Patience; epoch++)
            {
                bool learns = false;
                foreach (int[] batch in rows.Shuffled(options.BatchSize, random))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    learns |= Step(rows, batch, head, body, Schedule.Factor((double)step++ / steps), dropout);
                    read(batch.Length);
                }

                double loss = validation?.MeanLoss(model, options.BatchSize, cancellationToken) ?? 0;
                if (!learns || !double.IsFinite(loss))
                {
                    throw new StudentTrainingException($"Training of {options.Folder} gives values that are no numbers. Lower the learning rate, or take another checkpoint.");
                }

                if (validation is null)
                {
                    continue;
                }

                if (loss < lowest)
                {
                    (lowest, stale) = (loss, 0);
                    Dispose(best);
                    best = [.. groups.Select(group => group.Snapshot())];
                }
                else
                {
                    stale++;
                }
            }

            foreach ((TrainableGroup group, Tensor snapshot) in groups.Zip(best ?? []))
            {
                group.Restore(snapshot);
            }

            return lowest;
        }
        finally
        {
            Dispose(best);
        }
    }

    private static AdamWOptions Optimizer(double rate) => new() { LearningRate = rate, Beta2 = 0.999, WeightDecay = WeightDecay };

    /// <summary>One step; false where its gradient is not finite, and then the values are as they were.</summary>
    private bool Step(TextBatches rows, int[] batch, AdamW head, AdamW body, double rateFactor, Generator dropout)
    {
        model.HeadGroup.ZeroGradient();
        model.BodyGroup.ZeroGradient();
        using (DisposeScope scope = NewDisposeScope())
        {
            using IDisposable grad = enable_grad();
            rows.Loss(model.Logits(rows.Texts(batch), options.Dropout, dropout), batch).backward();
        }

        return double.IsFinite(head.Step(model.HeadGroup.Gradient, 1.0 / batch.Length, rateFactor)) & double.IsFinite(body.Step(model.BodyGroup.Gradient, 1.0 / batch.Length, rateFactor));
    }

    private static void Dispose(Tensor[]? snapshots)
    {
        foreach (Tensor snapshot in snapshots ?? [])
        {
            snapshot.Dispose();
        }
    }
}

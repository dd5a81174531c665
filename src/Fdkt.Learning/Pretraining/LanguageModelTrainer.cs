using System.Diagnostics;
using Fdkt.Learning.Models;

namespace Fdkt.Learning.Pretraining;

/// <summary>Ordinary (not private) training of a decoder on batches of text.</summary>
/// <remarks>Not thread-safe. Keeps the optimiser's state between calls, so a run can go on.</remarks>
public sealed class LanguageModelTrainer : IDisposable
{
    private readonly DecoderPass _pass;
    private readonly FlatGradient _gradient;
    private readonly AdamW _optimizer;
    private readonly TrainingSchedule _schedule;

    /// <summary>Makes a trainer for one model.</summary>
    /// <param name="model">Trained in place. Not owned.</param>
    /// <param name="options">Optimiser; null takes the defaults.</param>
    /// <param name="schedule">Learning rate over the run; null takes the default warm-up and cosine.</param>
    public LanguageModelTrainer(DecoderModel model, AdamWOptions? options = null, TrainingSchedule? schedule = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        _pass = new DecoderPass(model);
        _gradient = new FlatGradient(model);
        _optimizer = new AdamW(model, options);
        _schedule = schedule ?? new TrainingSchedule(0.03, 0.05);
    }

    /// <summary>Trains for a number of steps.</summary>
    /// <param name="batches">Endless or not; the run ends with it. Each batch is disposed after its step.</param>
    /// <param name="steps">At least 1.</param>
    /// <param name="progress">Told every <paramref name="reportEvery"/> steps and at the end; may be null.</param>
    /// <param name="reportEvery">Steps between reports. Default 20.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the model holds the steps done.</exception>
    public TrainingProgress Train(
        IEnumerable<TrainingBatch> batches, int steps, IProgress<TrainingProgress>? progress = null, int reportEvery = 20, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        return Train(batches, step => (double)step / steps, progress, reportEvery, cancellationToken);
    }

    /// <summary>Trains until a budget is spent, of whatever kind.</summary>
    /// <param name="batches">Endless or not; the run ends with it. Each batch is disposed after its step.</param>
    /// <param name="spent">Part of the budget that is spent after so many steps; the run ends at 1. It drives the learning rate.</param>
    /// <param name="progress">Told every <paramref name="reportEvery"/> steps and at the end; may be null.</param>
    /// <param name="reportEvery">Steps between reports. Default 20.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>The last report.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the model holds the steps done.</exception>
    public TrainingProgress Train(
        IEnumerable<TrainingBatch> batches, Func<int, double> spent, IProgress<TrainingProgress>? progress = null, int reportEvery = 20, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentNullException.ThrowIfNull(spent);
        ArgumentOutOfRangeException.ThrowIfLessThan(reportEvery, 1);
        var last = new TrainingProgress(0, 0, double.NaN, 0, 0, double.NaN);
        long start = Stopwatch.GetTimestamp();
        double loss = 0, norm = double.NaN;
        long recent = 0, total = 0;
        int step = 0;
        foreach (TrainingBatch batch in batches)
        {
            using TrainingBatch owned = batch;
            cancellationToken.ThrowIfCancellationRequested();
            (double batchLoss, long predicted, norm) = Step(batch, _schedule.Factor(spent(step)));
            step++;
            loss += batchLoss;
            recent += predicted;
            total += predicted;
            double done = Math.Clamp(spent(step), 0, 1);
            if (step % reportEvery == 0 || done >= 1)
            {
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                last = new TrainingProgress(step, done, loss / Math.Max(recent, 1), recent / seconds, total, norm);
                progress?.Report(last);
                (loss, recent, start) = (0, 0, Stopwatch.GetTimestamp());
            }

            if (done >= 1)
            {
                return last;
            }
        }

        return recent == 0
            ? last
            : last with { Step = step, Loss = loss / recent, Tokens = total, GradientNorm = norm, TokensPerSecond = recent / Stopwatch.GetElapsedTime(start).TotalSeconds };
    }

    /// <summary>One step: forward, backward, update with the mean gradient over predicted tokens.</summary>
    /// <param name="batch">Not disposed.</param>
    /// <param name="rateFactor">Factor on the learning rate.</param>
    /// <returns>Summed loss in nats, number of predicted tokens, norm of the mean gradient before clipping.</returns>
    public (double Loss, long Predicted, double GradientNorm) Step(TrainingBatch batch, double rateFactor)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // zero_ gives a second handle to the same memory.
        _gradient.Values.zero_().Dispose();
        (double loss, long predicted) = _pass.Run(batch.Tokens, batch.Conditioning, _gradient);
        double norm = predicted == 0 ? 0 : _optimizer.Step(_gradient.Values, 1.0 / predicted, rateFactor);
        return (loss, predicted, norm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pass.Dispose();
        _gradient.Dispose();
        _optimizer.Dispose();
    }
}

using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>A fine-tuned checkpoint as a client's classifier. It has seen private rows without differential privacy: it stays with the client, in memory, and is not saved.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class FineTunedStudent : IStudent
{
    private readonly TunedModel _model;
    private readonly FineTuningOptions _options;

    internal FineTunedStudent(TunedModel model, FineTuningOptions options, double receivedLoss, double validationLoss) =>
        (_model, _options, ReceivedLoss, ValidationLoss) = (model, options, receivedLoss, validationLoss);

    /// <summary>Validation loss after the first stage, in nats, classes weighing the same; NaN where it did not run or there was nothing to validate on.</summary>
    public double ReceivedLoss { get; }

    /// <summary>Validation loss at the end, as <see cref="ReceivedLoss"/>.</summary>
    public double ValidationLoss { get; }

    /// <inheritdoc/>
    public double[][] Predict(IReadOnlyList<string> texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        TorchThreads.Apply();
        using IDisposable grad = no_grad();
        int[][] ids = [.. texts.Select(text => _model.Encode(text, _options.MaximumTokens))];
        var result = new double[texts.Count][];
        foreach (int[] rows in TextBatches.ByLength(ids, _options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            double[] values = _model.Logits([.. rows.Select(row => ids[row])]).to(ScalarType.Float64).softmax(-1).cpu().data<double>().ToArray();
            for (int i = 0; i < rows.Length; i++)
            {
                result[rows[i]] = values[(i * _model.Classes)..((i + 1) * _model.Classes)];
            }
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();
}

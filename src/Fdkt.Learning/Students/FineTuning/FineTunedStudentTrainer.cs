using System.Globalization;
using Fdkt.Learning.Native;
using Fdkt.Learning.TextStates;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>
/// Makes a student of a checkpoint: an encoder or a language model with a linear head, trained on the server's text and then on the private rows, with a part of the private rows held out to tell when
/// to stop. Within each source the classes weigh the same.
/// </summary>
/// <remarks>Each training reads the checkpoint into memory of its own.</remarks>
public sealed class FineTunedStudentTrainer : IStudentTrainer
{
    private const double FullRate = 3e-5;
    private const double AdapterRate = 2e-4;

    private readonly FineTuningOptions _options;

    /// <summary>Opens the checkpoint and checks all of it but the values.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="Checkpoints.CheckpointException">The folder holds no whole checkpoint of a supported family.</exception>
    /// <exception cref="Tokenizers.TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    /// <exception cref="StudentTrainingException">The pooling does not suit the model.</exception>
    public FineTunedStudentTrainer(FineTuningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Validate();
        Info = TextStateInfo.Read(options.Folder);
        if (!Info.IsEncoder && options.Pooling == StatePooling.First)
        {
            throw new StudentTrainingException($"{options.Folder} is a language model ({Info.Family}), whose first token has seen nothing of the text: take the pooling last or mean.");
        }
    }

    /// <summary>What the checkpoint is.</summary>
    public TextStateInfo Info { get; }

    /// <inheritdoc/>
    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(_options.Folder))} ({Info.Family}, {Info.ParameterCount:N0} parameters), {(UsesAdapters ? $"with adapters of rank {_options.LoraRank}" : "all of it fine-tuned")}");

    private bool UsesAdapters => _options.UsesAdapters(Info.ParameterCount);

    /// <inheritdoc/>
    public long TextsRead(int received, int own) => ((long)_options.ReceivedEpochs * received) + ((long)_options.OwnEpochs * own);

    /// <inheritdoc/>
    public IStudent Train(
        IReadOnlyList<Example> received, IReadOnlyList<Example> own, int classes, int seed, Action<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(own);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (received.Count + own.Count == 0)
        {
            throw new ArgumentException("There is nothing to train on.", nameof(own));
        }

        TorchThreads.Apply();
        var body = TextStateModel.Load(_options.Folder, UsesAdapters ? null : ScalarType.Float32, _options.Device, cancellationToken);
        TunedModel? model = null;
        try
        {
            model = new TunedModel(body, classes, _options.Pooling ?? Info.UsualPooling, UsesAdapters ? _options.LoraRank : null, seed);
            (double receivedLoss, double loss) = Train(model, received, own, seed, progress, cancellationToken);
            model.Freeze();
            return new FineTunedStudent(model, _options, receivedLoss, loss);
        }
        catch
        {
            if (model is null)
            {
                body.Dispose();
            }

            model?.Dispose();
            throw;
        }
    }

    private (double Received, double Final) Train(
        TunedModel model, IReadOnlyList<Example> received, IReadOnlyList<Example> own, int seed, Action<long>? progress, CancellationToken cancellationToken)
    {
        // Private rows say when to stop; without any, some of the server's text does.
        IReadOnlyList<Example> source = own.Count > 0 ? own : received;
        (Example[] kept, Example[] held) = ValidationSplit.Of(source, _options.ValidationFraction, seed);
        TextBatches? validation = held.Length == 0 ? null : Batches(model, held);
        var stage = new TuningStage(model, _options, _options.LearningRate ?? (UsesAdapters ? AdapterRate : FullRate), validation);
        long read = 0;
        void Read(int texts) => progress?.Invoke(read += texts);

        double receivedLoss = double.NaN;
        if (received.Count > 0)
        {
            receivedLoss = stage.Run(Batches(model, own.Count > 0 ? received : kept), _options.ReceivedEpochs, seed, Read, cancellationToken);
            read = (long)_options.ReceivedEpochs * received.Count;
        }

        return (receivedLoss, own.Count == 0 ? receivedLoss : stage.Run(Batches(model, kept), _options.OwnEpochs, unchecked(seed + 1), Read, cancellationToken));
    }

    private TextBatches Batches(TunedModel model, IReadOnlyList<Example> rows) =>
        new([.. rows.Select(row => model.Encode(row.Text, _options.MaximumTokens))], [.. rows.Select(row => row.Label)]);
}

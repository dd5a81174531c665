using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>A client's part after the server's: trains its classifier on the text it received and on its own rows, and scores it, method by method.</summary>
/// <remarks>Not thread-safe. The judge is trained, and reads the test rows, once for all methods.</remarks>
public sealed class ClientTrainingStage
{
    private readonly PublicModel _model;
    private readonly IReadOnlyList<Example> _rows;
    private readonly IReadOnlyList<string> _testTexts;
    private readonly IReadOnlyList<int> _testLabels;
    private readonly int _classes;
    private readonly AugmentationSection _augmentation;
    private readonly IStudentTrainer _trainer;
    private readonly bool _textInSecondView;
    private readonly int _seed;
    private readonly Lazy<ClientFilter> _judge;
    private readonly Lazy<double[][]> _judged;

    /// <summary>Prepares the training of one client.</summary>
    /// <param name="model">The public model. Not owned.</param>
    /// <param name="rows">The client's private rows, at least 1.</param>
    /// <param name="test">Rows to score on.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="augmentation">Says whether and how the client filters what it receives.</param>
    /// <param name="training">How it trains.</param>
    /// <param name="trainer">Trains the classifier that all methods compare; from <see cref="StudentTrainers"/>.</param>
    /// <param name="seed">Of whatever chance decides.</param>
    public ClientTrainingStage(
        PublicModel model, IReadOnlyList<Example> rows, IReadOnlyList<Example> test, int classes, AugmentationSection augmentation, TrainingSection training, IStudentTrainer trainer, int seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(augmentation);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(trainer);
        (_model, _rows, _classes, _augmentation, _seed) = (model, rows, classes, augmentation, seed);
        _testTexts = [.. test.Select(row => row.Text)];
        _testLabels = [.. test.Select(row => row.Label)];
        _trainer = trainer;
        _textInSecondView = training.TextInSecondView;
        _judge = new(() => new ClientFilter(model, rows, classes));
        _judged = new(() => _judge.Value.Predict(_testTexts));
    }

    /// <summary>Told of trainings that take long; null tells nobody.</summary>
    public IRunProgress? Progress { get; init; }

    /// <summary>What the training belongs to, for people, such as "seed 1/3, client-1".</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Trains and scores.</summary>
    /// <param name="method">The method.</param>
    /// <param name="texts">The text it trains on before the private rows, from <see cref="AugmentationStage"/>.</param>
    /// <param name="cancellationToken">Checked between fits.</param>
    /// <returns>The score.</returns>
    public TrainingResult Run(Comparison method, IReadOnlyList<Example> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        IReadOnlyList<Example> received = texts;
        Contracts.Reports.StageReport? filtered = null;
        if (method == Comparison.SelfTraining)
        {
            using IStageProgress? labelling = Stage("label, self-training", 0);
            received = SelfTraining.Label(texts, _rows, _classes, _trainer, _seed, Counter(labelling), cancellationToken);
            labelling?.Complete();
        }
        else if (_augmentation.ClientFilter && method is Comparison.Fdkt or Comparison.ZeroShot or Comparison.NonPrivateDemos or Comparison.RandomClassDemos)
        {
            received = _judge.Value.Apply(texts, _augmentation.ClientFilterThreshold);
            filtered = StageCounts.Of("client filter", texts.Count, received.Count, "unlikely to the client's judge");
        }

        using IStageProgress? stage = Stage($"fine-tune, {ComparisonTitles.Of(method)}", received.Count);
        using IStudent student = _trainer.Train(received, _rows, _classes, _seed, Counter(stage), cancellationToken);
        double[][] predicted = student.Predict(_testTexts, cancellationToken);
        stage?.Complete();
        // Who takes part in the federation has the public encoder, and a classifier that reads with it. Private-only is the client outside of it;
        // "public features" is the client that takes the encoder and no text.
        return new TrainingResult(
            Score.Of(method == Comparison.PrivateOnly ? predicted : ViewEnsemble.Product(predicted, SecondView(received, cancellationToken)), _testLabels, _classes), filtered);
    }

    private IStageProgress? Stage(string name, int received) =>
        _trainer.TextsRead(received, _rows.Count) is > 0 and var total ? Progress?.StartStage($"{Title}: {name}", total, "texts") : null;

    private static Action<long>? Counter(IStageProgress? stage) => stage is null ? null : stage.Report;

    private double[][] SecondView(IReadOnlyList<Example> received, CancellationToken cancellationToken) => _textInSecondView && received.Count > 0
        ? EncodingClassifier.Train(_model, received, _rows, _classes, _seed, cancellationToken).Predict(_testTexts)
        : _judged.Value;
}

using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Controls;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>A client's part after the server's: learns from what it received and from its own rows, method by method, and is scored. Every method has the same encoder, student and tuning.</summary>
/// <remarks>Not thread-safe. Everything that comes out has seen private rows without noise: it stays with the client.</remarks>
public sealed class ClientLearningStage
{
    private readonly EncodedRound _round;
    private readonly IReadOnlyList<Example> _rows;
    private readonly TestRows _test;
    private readonly AugmentationSection _augmentation;
    private readonly IStudentTrainer? _trainer;
    private readonly HeadSettings _settings = new();
    private readonly LabelledStates _own;
    private readonly HeadLearner _learner;
    private readonly int _seed;

    /// <summary>Prepares the learning of one client.</summary>
    /// <param name="round">The encoder and the public texts. The client's rows were encoded in it.</param>
    /// <param name="rows">The client's private rows, at least 1.</param>
    /// <param name="test">Rows to score on.</param>
    /// <param name="augmentation">Says whether and how the client filters what a language model wrote.</param>
    /// <param name="trainer">Trains the classifier in place of the head on states; null takes the head.</param>
    /// <param name="seed">Of whatever chance decides.</param>
    public ClientLearningStage(EncodedRound round, IReadOnlyList<Example> rows, TestRows test, AugmentationSection augmentation, IStudentTrainer? trainer, int seed)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(augmentation);
        (_round, _rows, _test, _augmentation, _trainer, _seed) = (round, rows, test, augmentation, trainer, seed);
        _own = round.Rows(rows);
        _learner = new HeadLearner(_own, round.Corpus, _settings, seed);
    }

    /// <summary>Told of trainings that take long; null tells nobody.</summary>
    public IRunProgress? Progress { get; init; }

    /// <summary>What the training belongs to, for people, such as "seed 1/3, client-1".</summary>
    public string Title { get; init; } = string.Empty;

    /// <summary>Learns and scores.</summary>
    /// <param name="method">The method.</param>
    /// <param name="texts">What the server gave, from <see cref="ServerTextStage"/>; <see cref="MethodTexts.None"/> for what a client does alone.</param>
    /// <param name="cancellationToken">Checked between fits.</param>
    /// <returns>The score, and the head where the student is one.</returns>
    public TrainingResult Run(Comparison method, MethodTexts texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (LabelledStates? written, StageReport? filtered) = Filtered(method, texts.Written);
        if (_trainer is not null)
        {
            return FineTuned(method, texts with { Written = written }, filtered, cancellationToken);
        }

        LearnedHead learned = method is Comparison.PrivateOnly or Comparison.PublicFeatures
            ? new LearnedHead(_learner.PrivateOnly, HeadMaking.OwnRows)
            : _learner.Learn(Sources(method, texts, written), cancellationToken);
        return new TrainingResult(_test.Score(learned.Head), filtered, learned);
    }

    /// <summary>Scores a head that was learned elsewhere, such as the bound of all clients' rows.</summary>
    /// <param name="head">The head.</param>
    /// <returns>The score.</returns>
    public TrainingResult Score(SoftmaxHead head) => new(_test.Score(head), null);

    /// <summary>What the client may learn from; it judges each by its own rows.</summary>
    private List<ITextSource> Sources(Comparison method, MethodTexts texts, LabelledStates? written)
    {
        if (method == Comparison.SelfTraining)
        {
            return [new SelfLabelledTexts(_round.Corpus, _learner, _settings.PublicPart)];
        }

        if (method == Comparison.OwnMeans)
        {
            return [OwnMeansTexts.Of(_round.Corpus, _round.Means, _own, _settings.PublicPart)];
        }

        ITextSource? found = texts switch
        {
            { Found: { } states, Values: { } values, Table: { } table } => new ReleasedTexts(_round.Corpus, table, values, method == Comparison.RandomClassDemos ? null : _own, texts.Part, states),
            { Found: { } states } => new GivenTexts(states),
            _ => null,
        };
        ITextSource? wrote = written is { Count: > 0 } ? new GivenTexts(written) : null;
        // Text that a model wrote joins what was found, or is left out: a model that writes nonsense must not spoil the rest.
        return (found, wrote) switch
        {
            ({ } first, { } second) => [first, new JoinedTexts(first, second)],
            ({ } first, null) => [first],
            (null, { } second) => [second],
            _ => [],
        };
    }

    /// <summary>Drops written texts whose class the client's own head finds unlikely. Of classes that it lacks it can't tell, so they stay.</summary>
    private (LabelledStates? Kept, StageReport? Filter) Filtered(Comparison method, LabelledStates? written)
    {
        if (written is not { Count: > 0 } || !_augmentation.ClientFilter || method == Comparison.NoFilter)
        {
            return (written, null);
        }

        double[][] judged = _learner.PrivateOnly.Predict(written.States);
        int[] kept = [.. Enumerable.Range(0, written.Count).Where(i =>
            _own.Counts[written.Labels[i]] == 0 || judged[i][written.Labels[i]] >= _augmentation.ClientFilterThreshold || judged[i].Max() == judged[i][written.Labels[i]])];
        return (written.Select(kept), StageCounts.Of("client filter", written.Count, kept.Length, "unlikely to the client's judge"));
    }

    private TrainingResult FineTuned(Comparison method, MethodTexts texts, StageReport? filtered, CancellationToken cancellationToken)
    {
        IStudentTrainer trainer = _trainer!;
        IReadOnlyList<Example> received = method switch
        {
            Comparison.PrivateOnly or Comparison.PublicFeatures => [],
            Comparison.SelfTraining or Comparison.OwnMeans => Sources(method, texts, null)[0].Texts.Examples,
            _ => texts.Examples,
        };
        using IStageProgress? stage = Stage($"fine-tune, {ComparisonTitles.Of(method)}", trainer.TextsRead(received.Count, _rows.Count));
        using IStudent student = trainer.Train(received, _rows, _round.Classes, _seed, stage is null ? null : stage.Report, cancellationToken);
        double[][] predicted = student.Predict(_test.Texts, cancellationToken);
        stage?.Complete();
        return new TrainingResult(Stages.Score.Of(predicted, _test.Labels, _round.Classes), filtered);
    }

    private IStageProgress? Stage(string name, long total) => total > 0 ? Progress?.StartStage($"{Title}: {name}", total, "texts") : null;
}

/// <summary>Rows that clients are scored on.</summary>
/// <param name="Texts">Their texts.</param>
/// <param name="States">Their states in the public space.</param>
/// <param name="Labels">Their classes.</param>
/// <param name="Classes">Number of classes.</param>
public sealed record TestRows(IReadOnlyList<string> Texts, IReadOnlyList<float[]> States, IReadOnlyList<int> Labels, int Classes)
{
    /// <summary>Encodes test rows.</summary>
    /// <param name="round">The encoder and its space.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="progress">Told of the stage.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The rows with their states.</returns>
    public static async Task<TestRows> EncodeAsync(EncodedRound round, IReadOnlyList<Example> rows, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(rows);
        string[] texts = [.. rows.Select(row => row.Text)];
        return new TestRows(texts, await round.EncodeRowsAsync(texts, "encode test rows", progress, cancellationToken).ConfigureAwait(false), [.. rows.Select(row => row.Label)], round.Classes);
    }

    /// <summary>Scores a head.</summary>
    /// <param name="head">The head.</param>
    /// <returns>The score.</returns>
    public Score Score(SoftmaxHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return Stages.Score.Of(head.Predict(States), Labels, Classes);
    }
}

using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;

namespace Fdkt.GpuJobs.Stages;

/// <summary>What all parts of a round share: the encoder, the public texts in their space, and what is released in it. Thread-safe.</summary>
public sealed class EncodedRound
{
    private const int LeastTexts = 20;

    private readonly Dictionary<int, TopicTable> _topics = [];

    private EncodedRound(ITextEncoder encoder, PublicCorpus corpus, int classes)
    {
        (Encoder, Corpus, Classes) = (encoder, corpus, classes);
        States = new TextStates(encoder, corpus.Space);
        Means = new ClassSums(new ReleaseView(corpus.Space, classes), classes);
    }

    /// <summary>The encoder of every row. Not owned.</summary>
    public ITextEncoder Encoder { get; }

    /// <summary>The public texts.</summary>
    public PublicCorpus Corpus { get; }

    /// <summary>Number of classes.</summary>
    public int Classes { get; }

    /// <summary>States of other texts.</summary>
    public TextStates States { get; }

    /// <summary>The table of the class-means mechanism.</summary>
    public ClassSums Means { get; }

    /// <summary>Encodes the public texts and fits their space.</summary>
    /// <param name="encoder">The encoder. Not owned.</param>
    /// <param name="texts">The public texts, at least 20.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="progress">Told of the stage.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The round.</returns>
    /// <exception cref="PublicCorpusException">The texts are too few.</exception>
    public static async Task<EncodedRound> OpenAsync(ITextEncoder encoder, IReadOnlyList<string> texts, int classes, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(progress);
        if (texts.Count < LeastTexts)
        {
            throw new PublicCorpusException($"The public corpus has {texts.Count} texts; at least {LeastTexts} are needed.");
        }

        using IStageProgress stage = progress.StartStage("encode public texts", texts.Count, "texts");
        float[][] states = await encoder.EncodeAsync(texts, EncodingMode.Batched, new StageCounter(stage), cancellationToken).ConfigureAwait(false);
        PublicCorpus corpus = await Task.Run(() => PublicCorpus.Of(texts, states, encoder.Hash), cancellationToken).ConfigureAwait(false);
        stage.Complete($"{encoder.Name}, {corpus.Space.Components} components");
        return new EncodedRound(encoder, corpus, classes);
    }

    /// <summary>Encodes rows that are private or tested on: each without a look at any other.</summary>
    /// <param name="texts">Their texts.</param>
    /// <param name="name">What the stage is called.</param>
    /// <param name="progress">Told of the stage.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>One state per text.</returns>
    public async Task<IReadOnlyList<float[]>> EncodeRowsAsync(IReadOnlyList<string> texts, string name, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(progress);
        using IStageProgress stage = progress.StartStage(name, texts.Count, "texts");
        IReadOnlyList<float[]> states = await States.OfAsync(texts, EncodingMode.Independent, new StageCounter(stage), cancellationToken).ConfigureAwait(false);
        stage.Complete();
        return states;
    }

    /// <summary>A client's rows as states; they were encoded before.</summary>
    /// <param name="rows">The rows.</param>
    /// <returns>The states with their class.</returns>
    public LabelledStates Rows(IReadOnlyList<Example> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return new LabelledStates(States.Known([.. rows.Select(row => row.Text)], EncodingMode.Independent), [.. rows.Select(row => row.Label)], Classes);
    }

    /// <summary>Text that came from the server or from a model, as states.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The states with their class.</returns>
    public async Task<LabelledStates> ReceivedAsync(IReadOnlyList<Example> texts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] words = [.. texts.Select(text => text.Text)];
        IReadOnlyList<float[]> states = await States.OfAsync(words, EncodingMode.Batched, null, cancellationToken).ConfigureAwait(false);
        return new LabelledStates(states, [.. texts.Select(text => text.Label)], Classes, words);
    }

    /// <summary>The demonstrations that a table points at.</summary>
    /// <param name="table">Reads the values.</param>
    /// <param name="values">The values, of one client or of all.</param>
    /// <param name="wanted">Demonstrations wanted of each class.</param>
    /// <returns>Real public texts with a class.</returns>
    public DemonstrationSet Demonstrations(IPrivateTable table, TableValues values, IReadOnlyList<int> wanted)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(values);
        return DemonstrationChooser.Choose(Corpus, TextChoice.By(Corpus, Classes, table.Read(values.Sums, values.NoiseVariance)), wanted);
    }

    /// <summary>The table that a plan fills; null where its mechanism trains a model.</summary>
    /// <param name="plan">The plan.</param>
    public IPrivateTable? TableOf(SynthesisPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Choice.Mechanism switch
        {
            SynthesisMechanism.ClassMeans => Means,
            SynthesisMechanism.Votes => Topics(plan.Options.Topics ?? TopicVotes.DefaultTopics(plan.Records, plan.Classes)),
            _ => null,
        };
    }

    private TopicTable Topics(int count)
    {
        lock (_topics)
        {
            return _topics.TryGetValue(count, out TopicTable? table) ? table : _topics[count] = new TopicTable(Corpus, count, Classes);
        }
    }

    /// <summary>Unlike <see cref="Progress{T}"/> it reports on the calling thread.</summary>
    private sealed class StageCounter(IStageProgress stage) : IProgress<int>
    {
        public void Report(int value) => stage.Report(value);
    }
}

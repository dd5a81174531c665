using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Students;

/// <summary>What a client's head was made of.</summary>
public enum HeadMaking
{
    /// <summary>The own rows alone: what was received did not help them, or there was nothing.</summary>
    OwnRows,

    /// <summary>The texts alone.</summary>
    Texts,

    /// <summary>The texts and the own rows.</summary>
    TextsAndOwnRows,

    /// <summary>Public text that the client labelled anew with the head of texts and own rows.</summary>
    Relabelled,
}

/// <summary>A client's head and how it came about.</summary>
/// <param name="Head">The head. It has seen private rows without differential privacy: it stays with the client.</param>
/// <param name="Making">What it was made of.</param>
public sealed record LearnedHead(SoftmaxHead Head, HeadMaking Making);

/// <summary>Trains one client's head on states, the same way for every row of the table: with a text or without.</summary>
/// <remarks>
/// Cross-validation on the own rows picks the weight of texts and rows, and whether to keep the texts at all. It compares by the log-loss of the own rows under the client's own
/// class mix, so that a head which knows more classes than the client has is not punished for it. Where the client lacks classes its own rows cannot tell what the texts are worth
/// there; <see cref="Floor"/> says how that is weighed. Not thread-safe.
/// </remarks>
public sealed class HeadLearner
{
    private readonly LabelledStates _own;
    private readonly int _classes;
    private readonly PublicCorpus _corpus;
    private readonly HeadSettings _settings;
    private readonly OwnFolds _folds;
    private readonly double[] _ownOdds;
    private readonly Lazy<Candidate> _alone;

    /// <summary>Prepares the training of one client.</summary>
    /// <param name="own">The client's rows, at least 1.</param>
    /// <param name="corpus">The public texts, for labelling anew.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="seed">Of the folds.</param>
    public HeadLearner(LabelledStates own, PublicCorpus corpus, HeadSettings settings, int seed)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfZero(own.Count, nameof(own));
        (_own, _classes, _corpus, _settings) = (own, own.Classes, corpus, settings);
        _folds = OwnFolds.Of(own, settings.Folds, seed);
        _ownOdds = [.. own.Counts.Select(count => (double)count * own.Classes / own.Count)];
        _alone = new(Alone);
    }

    /// <summary>The head of the own rows alone.</summary>
    public SoftmaxHead PrivateOnly => _alone.Value.Head;

    /// <summary>The head of some of the own rows alone, with the weight that suits all of them.</summary>
    /// <param name="heldOut">Numbers of the rows left out.</param>
    /// <returns>The head.</returns>
    public SoftmaxHead PrivateOnlyWithout(IReadOnlyList<int> heldOut)
    {
        HashSet<int> left = [.. heldOut];
        return OwnHead(_own.Select([.. Enumerable.Range(0, _own.Count).Where(i => !left.Contains(i))]), _alone.Value.OwnWeight);
    }

    /// <summary>Trains on texts and own rows, and keeps the texts only where they are worth it.</summary>
    /// <param name="sources">Where texts may come from: the one that serves the own rows best is taken.</param>
    /// <param name="cancellationToken">Checked between fits.</param>
    /// <returns>The head.</returns>
    public LearnedHead Learn(IReadOnlyList<ITextSource> sources, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Candidate? best = null;
        foreach (ITextSource source in sources.Where(source => source.Texts.Count > 0))
        {
            Candidate candidate = BestOf(source, cancellationToken);
            // A later source adds to the first one, so it has to show that it is worth it.
            best = best is null || candidate.Validation.BetterThan(best.Validation, 0) ? candidate : best;
        }

        if (best is null || !Floor.Keeps(best.Validation, best.TextValidation, _alone.Value.Validation, _own, _settings.FloorMargin))
        {
            return new LearnedHead(PrivateOnly, HeadMaking.OwnRows);
        }

        Candidate relabelled = Relabelled(best, cancellationToken);
        best = relabelled.Validation.BetterThan(best.Validation, _settings.RelabelMargin) ? relabelled : best;
        return new LearnedHead(best.Head, best.Making);
    }

    private Candidate BestOf(ITextSource source, CancellationToken cancellationToken)
    {
        LabelledStates[] foldTexts = [.. _folds.HeldOut.Select(held => source.Without(held) is { Count: > 0 } without ? without : source.Texts)];
        Candidate? best = null;
        foreach (HeadWeights weights in _settings.TextWeights)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Candidate candidate = WithText(source.Texts, foldTexts, weights);
            best = best is null || candidate.Validation.Loss < best.Validation.Loss ? candidate : best;
        }

        return best!;
    }

    private Candidate Alone()
    {
        Candidate? best = null;
        foreach (double weight in _settings.OwnWeights)
        {
            SoftmaxHead[] heads = [.. _folds.Kept.Select(kept => OwnHead(_own.Select(kept), weight))];
            OwnValidation validation = Validate(heads);
            if (best is null || validation.Loss < best.Validation.Loss)
            {
                best = new Candidate(OwnHead(_own, weight), HeadMaking.OwnRows, validation, validation, heads, weight);
            }
        }

        return best!;
    }

    private Candidate WithText(LabelledStates texts, LabelledStates[] foldTexts, HeadWeights weights)
    {
        SoftmaxHead textHead = texts.Head(weights.Texts);
        SoftmaxHead[] textHeads = [.. foldTexts.Select(fold => fold.Head(weights.Texts, textHead))];
        OwnValidation textValidation = Validate(textHeads);
        if (weights.OwnRow == 0)
        {
            return new Candidate(textHead, HeadMaking.Texts, textValidation, textValidation, textHeads, 0);
        }

        SoftmaxHead[] heads = [.. foldTexts.Select((fold, k) => Both(fold, weights, _own.Select(_folds.Kept[k]), textHeads[k]))];
        return new Candidate(Both(texts, weights, _own, textHead), HeadMaking.TextsAndOwnRows, Validate(heads), textValidation, heads, weights.OwnRow);
    }

    /// <summary>A second round, local: the head labels the public text anew, and a head is trained on that.</summary>
    private Candidate Relabelled(Candidate first, CancellationToken cancellationToken)
    {
        HeadWeights weights = _settings.Relabelling;
        SoftmaxHead Again(SoftmaxHead head, LabelledStates own)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Both(TextChoice.By(_corpus, head).States(_corpus, _settings.PublicPart, HeadSettings.TextsOf(_classes)), weights, own, head);
        }

        SoftmaxHead[] heads = [.. first.FoldHeads.Select((head, k) => Again(head, _own.Select(_folds.Kept[k])))];
        OwnValidation validation = Validate(heads);
        return new Candidate(Again(first.Head, _own), HeadMaking.Relabelled, validation, first.TextValidation, heads, weights.OwnRow);
    }

    private SoftmaxHead Both(LabelledStates texts, HeadWeights weights, LabelledStates own, SoftmaxHead start) =>
        SoftmaxHeadTrainer.Fit([texts.Balanced(weights.Texts), own.Unmixed(weights.OwnRow)], _classes, start);

    private SoftmaxHead OwnHead(LabelledStates own, double weight) =>
        SoftmaxHeadTrainer.Fit([own.Unmixed(weight)], _classes).WithOdds([.. own.Counts.Select(count => count > 0 ? 1.0 : 0.0)]);

    private OwnValidation Validate(SoftmaxHead[] heads) => OwnValidation.Of(_own, _folds, heads, _ownOdds);

    private sealed record Candidate(SoftmaxHead Head, HeadMaking Making, OwnValidation Validation, OwnValidation TextValidation, SoftmaxHead[] FoldHeads, double OwnWeight);
}

using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.GpuJobs.Students;

namespace Fdkt.GpuJobs.Classifiers;

/// <summary>Makes the classifier that a client keeps of the head it learned.</summary>
public static class ClassifierMaker
{
    /// <summary>The classifier.</summary>
    /// <param name="round">The encoder and the public space.</param>
    /// <param name="learned">The head.</param>
    /// <param name="labels">Names of the classes.</param>
    /// <param name="domain">What the texts are, in words.</param>
    /// <param name="encoder">How the encoder is named; its folder must be absolute.</param>
    /// <param name="join">What stands between two text columns.</param>
    /// <param name="privacy">What the client's release costs, in words; null where nothing was released.</param>
    /// <returns>The classifier.</returns>
    public static SavedClassifier Of(EncodedRound round, LearnedHead learned, IReadOnlyList<string> labels, string domain, EncoderSection encoder, TextJoin join, string? privacy)
    {
        ArgumentNullException.ThrowIfNull(round);
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(encoder);
        var card = new ClassifierCard(
            ClassifierCard.CurrentSchemaVersion, labels, domain, new CardEncoder(encoder with { Hash = null }, round.Encoder.Name, round.Encoder.Hash), join, Origin(learned.Making), privacy,
            new Dictionary<string, string>(StringComparer.Ordinal));
        return new SavedClassifier(card, round.Corpus.Space, learned.Head);
    }

    private static string Origin(HeadMaking making) => making switch
    {
        HeadMaking.OwnRows => "It was trained on the client's own rows alone: its own validation preferred that.",
        HeadMaking.Texts => "It was trained on the text that the federation gave; the client's own rows only chose it.",
        HeadMaking.TextsAndOwnRows => "It was trained on the text that the federation gave and on the client's own rows.",
        HeadMaking.Relabelled => "It was trained on public text that the client labelled anew with what it had learned from the federation's text, and on its own rows.",
        _ => throw new ArgumentOutOfRangeException(nameof(making), making, "Unknown making."),
    };
}

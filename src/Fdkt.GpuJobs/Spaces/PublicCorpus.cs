namespace Fdkt.GpuJobs.Spaces;

/// <summary>The public texts of a round, with their states in the space that was fitted to them. Nothing of it is private. Immutable.</summary>
/// <param name="Space">The space.</param>
/// <param name="Texts">The texts.</param>
/// <param name="States">Their projected states, in the order of the texts.</param>
public sealed record PublicCorpus(PublicSpace Space, IReadOnlyList<string> Texts, IReadOnlyList<float[]> States)
{
    /// <summary>Fits the space of a corpus and projects its texts.</summary>
    /// <param name="texts">The texts, at least 2.</param>
    /// <param name="states">Their states, as the encoder gave them.</param>
    /// <param name="encoderHash">Of the encoder.</param>
    /// <returns>The corpus.</returns>
    public static PublicCorpus Of(IReadOnlyList<string> texts, IReadOnlyList<float[]> states, string encoderHash)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(states);
        ArgumentOutOfRangeException.ThrowIfNotEqual(states.Count, texts.Count, nameof(states));
        PublicSpace space = PublicSpace.Fit(states, encoderHash);
        return new PublicCorpus(space, texts, space.Project(states));
    }
}

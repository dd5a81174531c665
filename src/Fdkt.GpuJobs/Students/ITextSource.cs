namespace Fdkt.GpuJobs.Students;

/// <summary>Labelled texts for a client to learn from, and what they would be had some of its own rows not been there.</summary>
/// <remarks>
/// A client judges what it received on its own rows. Where those rows had a part in the texts, as in its own release or its own labels, the judgement is fair only with
/// texts made without the rows that judge. Everything here stays with the client.
/// </remarks>
public interface ITextSource
{
    /// <summary>The texts.</summary>
    LabelledStates Texts { get; }

    /// <summary>The texts as they would be without some of the client's own rows.</summary>
    /// <param name="heldOut">Numbers of the own rows.</param>
    /// <returns>The texts.</returns>
    LabelledStates Without(IReadOnlyList<int> heldOut);
}

/// <summary>Texts in which the client's own rows had no part, or a part that it cannot take out.</summary>
/// <param name="Texts">The texts.</param>
public sealed record GivenTexts(LabelledStates Texts) : ITextSource
{
    /// <inheritdoc/>
    public LabelledStates Without(IReadOnlyList<int> heldOut) => Texts;
}

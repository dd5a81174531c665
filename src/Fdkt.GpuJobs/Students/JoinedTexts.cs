namespace Fdkt.GpuJobs.Students;

/// <summary>The texts of two sources together.</summary>
/// <param name="first">One source.</param>
/// <param name="second">Another.</param>
public sealed class JoinedTexts(ITextSource first, ITextSource second) : ITextSource
{
    /// <inheritdoc/>
    public LabelledStates Texts { get; } = first.Texts.Concat(second.Texts);

    /// <inheritdoc/>
    public LabelledStates Without(IReadOnlyList<int> heldOut) => first.Without(heldOut).Concat(second.Without(heldOut));
}

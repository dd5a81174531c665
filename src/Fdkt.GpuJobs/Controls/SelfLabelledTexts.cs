using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Controls;

/// <summary>The local control of self-training: public texts labelled by the head of the client's own rows. It needs no federation and spends no privacy.</summary>
/// <param name="corpus">The public texts.</param>
/// <param name="learner">The client's head.</param>
/// <param name="part">Part of the texts of a class that is taken, in (0, 1].</param>
public sealed class SelfLabelledTexts(PublicCorpus corpus, HeadLearner learner, double part) : ITextSource
{
    /// <inheritdoc/>
    public LabelledStates Texts { get; } = Labelled(corpus, learner.PrivateOnly, part);

    /// <inheritdoc/>
    public LabelledStates Without(IReadOnlyList<int> heldOut) => Labelled(corpus, learner.PrivateOnlyWithout(heldOut), part);

    private static LabelledStates Labelled(PublicCorpus corpus, SoftmaxHead head, double part) =>
        TextChoice.By(corpus, head).States(corpus, part, HeadSettings.TextsOf(head.Classes));
}

using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;

namespace Fdkt.GpuJobs.Releases;

/// <summary>The public texts that a table finds, and those that it would find without some of the client's rows.</summary>
/// <remarks>
/// A table that counts a client's rows flatters whoever judges it by those rows. So the client takes its own part out, which it knows exactly, and leaves the noise, which it does
/// not know. That stays with the client, as all that its rows decide.
/// </remarks>
/// <param name="corpus">The public texts.</param>
/// <param name="table">Reads the values.</param>
/// <param name="values">The sums over all clients.</param>
/// <param name="own">The client's rows, which are part of the sums; null where they are not, or cannot be taken out.</param>
/// <param name="part">Part of the texts of a class that is taken, in (0, 1].</param>
/// <param name="found">What the values find, where that is known already; null finds it.</param>
public sealed class ReleasedTexts(PublicCorpus corpus, IPrivateTable table, TableValues values, LabelledStates? own, double part, LabelledStates? found = null) : ITextSource
{
    /// <inheritdoc/>
    public LabelledStates Texts { get; } = found ?? Find(corpus, table, values, part);

    /// <summary>The public texts that a table finds.</summary>
    /// <param name="corpus">The texts.</param>
    /// <param name="table">Reads the values.</param>
    /// <param name="values">The values.</param>
    /// <param name="part">Part of the texts of a class that is taken, in (0, 1].</param>
    /// <returns>The texts with their class.</returns>
    public static LabelledStates Find(PublicCorpus corpus, IPrivateTable table, TableValues values, double part)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(values);
        return TextChoice.By(corpus, table.Classes, table.Read(values.Sums, values.NoiseVariance)).States(corpus, part, HeadSettings.TextsOf(table.Classes));
    }

    /// <inheritdoc/>
    public LabelledStates Without(IReadOnlyList<int> heldOut) =>
        own is null ? Texts : Find(corpus, table, values.Less(table.Exact(own.Select(heldOut))), part);
}

using Fdkt.GpuJobs.Releases;
using Fdkt.GpuJobs.Spaces;
using Fdkt.GpuJobs.Students;

namespace Fdkt.GpuJobs.Controls;

/// <summary>The local control of own class means: public texts found by the exact sums of the client's own rows. It needs no federation and spends no privacy.</summary>
public static class OwnMeansTexts
{
    /// <summary>The texts.</summary>
    /// <param name="corpus">The public texts.</param>
    /// <param name="table">The sums of class means.</param>
    /// <param name="own">The client's rows.</param>
    /// <param name="part">Part of the texts of a class that is taken, in (0, 1].</param>
    /// <returns>The texts; a class without a row finds none.</returns>
    public static ITextSource Of(PublicCorpus corpus, ClassSums table, LabelledStates own, double part)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ReleasedTexts(corpus, table, new TableValues(table.Exact(own), 0), own, part);
    }
}

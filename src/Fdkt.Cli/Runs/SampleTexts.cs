using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Reports;

namespace Fdkt.Cli.Runs;

/// <summary>A few released texts for the report: the first ones of the first labels.</summary>
internal static class SampleTexts
{
    private const int PerLabel = 2;
    private const int MostLabels = 6;

    /// <summary>Demonstrations.</summary>
    public static IEnumerable<SampleText> OfDemos(IReadOnlyList<LabelledText> rows, IReadOnlyList<string> labels) => Of("demo", rows, labels);

    /// <summary>Texts that the server wrote.</summary>
    public static IEnumerable<SampleText> OfAugmented(IReadOnlyList<LabelledText> rows, IReadOnlyList<string> labels) => Of("augmented", rows, labels);

    private static IEnumerable<SampleText> Of(string kind, IReadOnlyList<LabelledText> rows, IReadOnlyList<string> labels) =>
        labels.Select(label => rows.Where(row => row.Label == label).Take(PerLabel)).Where(some => some.Any()).Take(MostLabels)
            .SelectMany(some => some.Select(row => new SampleText(kind, row.Label, row.Text)));
}

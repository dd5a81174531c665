using System.Text.Json;
using Fdkt.GpuJobs.Tests.Stages;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>A row as a data owner's file has it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">The label, which the client's settings may not name.</param>
/// <param name="User">Whose it is; null where that is not said.</param>
internal sealed record NeighbourRow(string Text, string Label, string? User = null)
{
    /// <summary>A file with what goes wrong first: equal rows, a label of one row, a label of nobody's, a user of many rows, equal rows of two users, a row of no user.</summary>
    public static IReadOnlyList<NeighbourRow> Sample { get; } = MakeSample();

    public string Json => JsonSerializer.Serialize(new { text = Text, label = Label, who = User });

    private static IReadOnlyList<NeighbourRow> MakeSample()
    {
        IReadOnlyList<string> labels = SampleRound.Inputs.Labels;
        string rare = labels[^1];
        NeighbourRow[] common = [.. SampleRound.Inputs.Private.Where(row => labels[row.Label] != rare).Take(20).Select((row, i) => new NeighbourRow(row.Text, labels[row.Label], i < 7 ? "many" : $"user {i / 2}"))];
        return
        [
            .. common,
            common[0] with { User = "twin" },
            common[0] with { User = "twin" },
            common[8],
            common[9] with { User = null },
            common[9] with { User = null },
            new("the only one of its label", rare, "rare"),
            new("of a label that nobody declared", "undeclared", "user 5"),
            new("  a row, with \"quotes\"\nand a line end ", labels[0], null),
        ];
    }
}

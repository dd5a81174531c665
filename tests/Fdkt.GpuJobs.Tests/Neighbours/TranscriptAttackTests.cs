using System.Globalization;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Worker;
using Fdkt.Privacy.Auditing;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>
/// A membership attack on everything that a client sends beside its release. The attacker knows the target and all other rows, chooses the order and the texts, learns from half of the
/// neighbouring pairs which marks of a transcript tell members, and is judged on the other half.
/// </summary>
/// <remarks><c>FDKT_NEIGHBOUR_PAIRS=500</c> runs as many pairs; the suite runs a few.</remarks>
public sealed class TranscriptAttackTests
{
    private const int Marks = 256;

    private static readonly int Pairs = int.TryParse(Environment.GetEnvironmentVariable("FDKT_NEIGHBOUR_PAIRS"), NumberStyles.None, CultureInfo.InvariantCulture, out int pairs) ? pairs : 6;

    [Fact]
    public async Task Attack_OnAllThatLeavesBesideTheRelease_IsNoBetterThanChance()
    {
        using var client = new NeighbourClient();

        (double auc, double halfWidth) = await AttackAsync(client, Pairs, static _ => { });

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Pairs} pairs: AUC {auc:0.0000}, 95 % interval of chance 0.5 ± {halfWidth:0.0000}"));
        Assert.InRange(auc, 0.5 - halfWidth, 0.5 + halfWidth);
    }

    [Fact]
    public async Task Attack_OnAPlantedCount_Succeeds()
    {
        int count = 0;
        using var client = new NeighbourClient { Around = handler => new CountingHandler(handler, () => count) };

        (double auc, _) = await AttackAsync(client, 6, rows => count = rows);

        Assert.True(auc > 0.9, $"AUC {auc}");
    }

    private static async Task<(double Auc, double HalfWidth)> AttackAsync(NeighbourClient client, int pairs, Action<int> before)
    {
        var random = new Random(1);
        NeighbourRow target = NeighbourRow.Sample[3];
        NeighbourRow[] others = [.. NeighbourRow.Sample.Where(row => row != target)];
        var members = new List<double[]>();
        var strangers = new List<double[]>();
        for (int pair = 0; pair < pairs; pair++)
        {
            NeighbourRow[] rows = random.GetItems(others, 20);
            members.Add(await MarksAsync([.. rows, target]));
            strangers.Add(await MarksAsync(rows));
        }

        int learned = pairs / 2;
        double[] direction = [.. Enumerable.Range(0, Marks).Select(mark => members.Take(learned).Average(seen => seen[mark]) - strangers.Take(learned).Average(seen => seen[mark]))];
        double Score(double[] seen) => seen.Zip(direction, (value, weight) => value * weight).Sum();
        int judged = pairs - learned;
        double auc = AttackCurve.Of([.. members.Skip(learned).Select(Score)], [.. strangers.Skip(learned).Select(Score)]).Auc;
        // The normal approximation of the Mann-Whitney statistic of two equal groups.
        return (auc, 1.96 * Math.Sqrt(((2.0 * judged) + 1) / (12.0 * judged * judged)));

        async Task<double[]> MarksAsync(NeighbourRow[] rows)
        {
            before(rows.Length);
            return MarksOf((await client.RunAsync(rows, NeighbourClient.Synthesis(), NeighbourClient.Training(Comparison.Fdkt))).Stable);
        }
    }

    /// <summary>Length, number of lines, and how often each word and each length of a line occurs, hashed: nothing is chosen by hand.</summary>
    private static double[] MarksOf(string transcript)
    {
        var marks = new double[Marks];
        string[] lines = transcript.Split('\n');
        (marks[0], marks[1]) = (transcript.Length, lines.Length);
        foreach (string mark in lines.Select(line => $"length {line.Length}").Concat(transcript.Split([' ', '\n', ',', ':', '"', '{', '}'], StringSplitOptions.RemoveEmptyEntries)))
        {
            marks[2 + (Hash(mark) % (Marks - 2))]++;
        }

        return marks;
    }

    private static uint Hash(string text) => text.Aggregate(2_166_136_261u, (hash, c) => unchecked((hash ^ c) * 16_777_619));

    /// <summary>Plants the number of rows where the length of the release's manifest is.</summary>
    private sealed class CountingHandler(IJobHandler handler, Func<int> count) : IJobHandler
    {
        public Type JobType => handler.JobType;

        public async Task<JobOutput> HandleAsync(Contracts.Jobs.Job job, Progress.IRunProgress progress, CancellationToken cancellationToken)
        {
            JobOutput output = await handler.HandleAsync(job, progress, cancellationToken);
            return output.Demos is { } demos ? output with { Demos = demos with { Length = count() * 100_000 } } : output;
        }
    }
}

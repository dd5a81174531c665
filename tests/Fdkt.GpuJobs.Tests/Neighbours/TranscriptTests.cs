using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Worker;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>
/// The neighbour rule after the mechanism (I5): with all coins and the release fixed, a worker over neighbouring files sends the same bytes: facts, signs of life, reasons, documents,
/// their names, sizes and order. Nothing here names a field, so a new one that hangs on a row fails it.
/// </summary>
public sealed class TranscriptTests
{
    private static readonly string Rare = SampleRound.Inputs.Labels[^1];

    public static TheoryData<string> Neighbours => ["a common row", "the only row of its label", "a row of no declared label", "one of equal rows", "a row longer than the model reads"];

    public static TheoryData<string> Orders => ["as usual", "δ that n - 1 records allow", "few labels", "a batch of n", "undeclared labels", "ε above the policy"];

    [Theory]
    [MemberData(nameof(Neighbours))]
    public async Task Worker_OverNeighbouringFiles_SendsTheSameBytes(string neighbour)
    {
        using var client = new NeighbourClient();
        (IReadOnlyList<NeighbourRow> rows, IReadOnlyList<NeighbourRow> less) = Pair(neighbour);

        Transcript one = await client.RunAsync(rows, NeighbourClient.Synthesis(), NeighbourClient.Training(Comparison.PrivateOnly, Comparison.Fdkt));
        Transcript other = await client.RunAsync(less, NeighbourClient.Synthesis(), NeighbourClient.Training(Comparison.PrivateOnly, Comparison.Fdkt));

        AssertWholeRound(one);
        Assert.Equal(one.Stable, other.Stable);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Worker_GivenAnyOrder_AnswersAlikeOverNeighbouringFiles(string order)
    {
        // The owner declares the very number that the file has: whatever was computed from the file would tell the two apart.
        using var client = new NeighbourClient(settings => settings with { Policy = settings.Policy with { Records = Pair("a common row").Rows.Count } });
        (IReadOnlyList<NeighbourRow> rows, IReadOnlyList<NeighbourRow> less) = Pair("a common row");
        Job[] jobs = order switch
        {
            "δ that n - 1 records allow" => [NeighbourClient.Synthesis(SampleRound.Privacy with { Delta = new DeltaSetting(1.0 / (rows.Count - 0.5)) })],
            "few labels" => [NeighbourClient.Synthesis() with { Labels = [.. SampleRound.Inputs.Labels.Take(2)] }],
            "a batch of n" => [NeighbourClient.Synthesis(SampleRound.Privacy with { Mechanism = PrivacyMechanism.ClassPrompts, ExpectedBatchSize = rows.Count, Epochs = 1 })],
            "undeclared labels" => [NeighbourClient.Synthesis() with { Labels = ["undeclared", Rare] }],
            "ε above the policy" => [NeighbourClient.Synthesis(SampleRound.Privacy with { Epsilon = 21 })],
            _ => [NeighbourClient.Synthesis(), NeighbourClient.Training(Comparison.SelfTraining, Comparison.Fdkt)],
        };

        Transcript one = await client.RunAsync(rows, jobs);
        Transcript other = await client.RunAsync(less, jobs);

        Assert.Equal(one.Stable, other.Stable);
    }

    [Fact]
    public async Task Worker_OverFilesThatDifferInAUser_SendsTheSameBytes()
    {
        using var client = new NeighbourClient(settings => settings with
        {
            Data = settings.Data with { User = ColumnReference.ByName("who") },
            Policy = settings.Policy with { RecordsPerUser = 2 },
        });

        Transcript one = await client.RunAsync(NeighbourRow.Sample, NeighbourClient.Synthesis(), NeighbourClient.Training(Comparison.Fdkt));
        Transcript other = await client.RunAsync([.. NeighbourRow.Sample.Where(row => row.User != "many")], NeighbourClient.Synthesis(), NeighbourClient.Training(Comparison.Fdkt));

        AssertWholeRound(one);
        Assert.Equal(one.Stable, other.Stable);
    }

    /// <summary>The test has power: leaks planted around the real handlers are seen.</summary>
    [Theory]
    [InlineData("a reason that hangs on the rows")]
    [InlineData("an attempt more where there are more rows")]
    [InlineData("a count in the reference of the release")]
    public async Task Worker_WithAPlantedLeak_IsCaught(string leak)
    {
        int count = 0;
        using var client = new NeighbourClient { Around = handler => new LeakingHandler(handler, leak, count) };
        (IReadOnlyList<NeighbourRow> rows, IReadOnlyList<NeighbourRow> less) = Pair("a common row");

        count = rows.Count;
        Transcript one = await client.RunAsync(rows, NeighbourClient.Synthesis());
        count = less.Count;
        Transcript other = await client.RunAsync(less, NeighbourClient.Synthesis());

        Assert.NotEqual(one.Stable, other.Stable);
    }

    private static (IReadOnlyList<NeighbourRow> Rows, IReadOnlyList<NeighbourRow> Less) Pair(string neighbour)
    {
        IReadOnlyList<NeighbourRow> sample = NeighbourRow.Sample;
        NeighbourRow common = sample[3];
        NeighbourRow endless = common with { Text = string.Join(' ', Enumerable.Repeat(common.Text, 200)) };
        return neighbour switch
        {
            "the only row of its label" => (sample, [.. sample.Where(row => row.Label != Rare)]),
            "a row of no declared label" => (sample, [.. sample.Where(row => row.Label != "undeclared")]),
            "one of equal rows" => ([.. sample, common], sample),
            "a row longer than the model reads" => ([.. sample, endless], sample),
            _ => (sample, [.. sample.Where(row => row != common)]),
        };
    }

    /// <summary>Both jobs were done and the release left, so that the comparison is of something.</summary>
    private static void AssertWholeRound(Transcript transcript)
    {
        Assert.Equal(2, transcript.Lines.Count(line => line.StartsWith("send", StringComparison.Ordinal) && line.Contains("clientCompleted", StringComparison.Ordinal)));
        Assert.Contains(transcript.Lines, line => line.StartsWith("IDemoInbox.SendAsync", StringComparison.Ordinal));
        Assert.Contains(transcript.Lines, line => line.StartsWith("IArtifactStore.WriteAsync", StringComparison.Ordinal));
        Assert.True(transcript.Lines.Count(line => line.Contains("clientWorking", StringComparison.Ordinal)) > 1);
    }

    private sealed class LeakingHandler(IJobHandler handler, string leak, int count) : IJobHandler
    {
        private bool _failed;

        public Type JobType => handler.JobType;

        public async Task<JobOutput> HandleAsync(Job job, IRunProgress progress, CancellationToken cancellationToken)
        {
            bool isMore = count == Pair("a common row").Rows.Count;
            switch (leak)
            {
                case "a reason that hangs on the rows":
                    throw new RefusedException(isMore ? ReasonCode.NotAllowed : ReasonCode.UnknownLabel, "Planted.");
                case "an attempt more where there are more rows" when isMore && !_failed:
                    _failed = true;
                    throw new IOException("Planted.");
                default:
                    JobOutput output = await handler.HandleAsync(job, progress, cancellationToken);
                    return leak.StartsWith("a count", StringComparison.Ordinal) ? output with { Demos = output.Demos! with { Length = output.Demos.Length + count } } : output;
            }
        }
    }
}

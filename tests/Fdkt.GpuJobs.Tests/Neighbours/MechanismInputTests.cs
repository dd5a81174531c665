using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Tests.Handlers;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Transport.Documents.Folder;

namespace Fdkt.GpuJobs.Tests.Neighbours;

/// <summary>
/// The neighbour rule before the mechanism (I5): from a file on disk through the handler to what the mechanism takes in, remove any row, or any user with all rows, and exactly that
/// is gone. Everything else is bit for bit the same, in the same order, under the same plan.
/// </summary>
public sealed class MechanismInputTests : IDisposable
{
    private const string File = "rows.jsonl";
    private const int Bound = 2;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<PrivacyMechanism, bool> Paths
    {
        get
        {
            var paths = new TheoryData<PrivacyMechanism, bool>();
            foreach (MechanismPath path in MechanismPath.All)
            {
                paths.Add(path.Mechanism, false);
                paths.Add(path.Mechanism, true);
            }

            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task FromFileToMechanism_AnyRowOrUserRemoved_ExactlyThatIsGone(PrivacyMechanism mechanism, bool users)
    {
        IReadOnlyList<NeighbourRow> rows = NeighbourRow.Sample;
        SynthesisHandler handler = Handler(users, out Func<MechanismInput> taken);
        MechanismPath path = MechanismPath.Of(mechanism);
        MechanismInput whole = await InputAsync(handler, taken, rows, mechanism);
        IReadOnlyList<string> reads = path.Reads(whole.Rows);
        int changed = 0;

        foreach (NeighbourRow[] removed in Units(rows, users))
        {
            MechanismInput input = await InputAsync(handler, taken, Without(rows, removed), mechanism);

            List<Example> gone = Gone(whole, reads, input, path.Reads(input.Rows));
            Assert.Equal(whole.Plan, input.Plan);
            Assert.Subset(new HashSet<Example>(Examples(removed)), new HashSet<Example>(gone));
            Assert.InRange(gone.Count, 0, users ? Math.Min(Bound, removed.Length) : 1);
            changed += gone.Count > 0 ? 1 : 0;
        }

        // Most rows reach the mechanism; a test in which none did would hold for anything.
        Assert.True(changed > Units(rows, users).Count() / 2, $"Only {changed} removals reached the mechanism.");
    }

    [Fact]
    public async Task FromFileToMechanism_RowsInAnotherOrder_AreTakenInTheSame()
    {
        SynthesisHandler handler = Handler(users: false, out Func<MechanismInput> taken);

        MechanismInput forward = await InputAsync(handler, taken, NeighbourRow.Sample, PrivacyMechanism.ClassMeans);
        MechanismInput backward = await InputAsync(handler, taken, [.. NeighbourRow.Sample.Reverse()], PrivacyMechanism.ClassMeans);

        Assert.Equal(forward.Rows, backward.Rows);
    }

    [Fact]
    public async Task FromFileToMechanism_AnotherKey_HoldsOutOtherRows()
    {
        SynthesisHandler handler = Handler(users: false, out Func<MechanismInput> taken);
        MechanismInput first = await InputAsync(handler, taken, NeighbourRow.Sample, PrivacyMechanism.ClassMeans);
        System.IO.File.Delete(Path.Combine(_folder.Path, "coins.key"));

        MechanismInput second = await InputAsync(handler, taken, NeighbourRow.Sample, PrivacyMechanism.ClassMeans);

        Assert.NotEqual(first.Rows, second.Rows);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<NeighbourRow[]> Units(IReadOnlyList<NeighbourRow> rows, bool users) => users
        ? rows.GroupBy(row => row.User ?? row.Text).Select(group => group.ToArray()).Select(group => group[0].User is null ? group[..1] : group)
        : rows.Select(row => new[] { row });

    private static List<NeighbourRow> Without(IReadOnlyList<NeighbourRow> rows, NeighbourRow[] removed)
    {
        var left = rows.ToList();
        foreach (NeighbourRow row in removed)
        {
            left.Remove(row);
        }

        return left;
    }

    private static IEnumerable<Example> Examples(NeighbourRow[] rows)
    {
        List<string> labels = [.. SampleRound.Inputs.Labels];
        return rows.Select(row => new Example(row.Text.Trim(), labels.IndexOf(row.Label)));
    }

    /// <summary>What is gone, where nothing came in and nothing moved.</summary>
    private static List<Example> Gone(MechanismInput whole, IReadOnlyList<string> reads, MechanismInput less, IReadOnlyList<string> lessReads)
    {
        var gone = new List<Example>();
        int next = 0;
        for (int i = 0; i < whole.Rows.Count; i++)
        {
            if (next < less.Rows.Count && less.Rows[next] == whole.Rows[i] && lessReads[next] == reads[i])
            {
                next++;
            }
            else
            {
                gone.Add(whole.Rows[i]);
            }
        }

        Assert.True(next == less.Rows.Count, $"{less.Rows.Count - next} rows came in or moved, and {gone.Count} went.");
        return gone;
    }

    private SynthesisHandler Handler(bool users, out Func<MechanismInput> taken)
    {
        var data = new DataSection(new DataSource(File), User: users ? ColumnReference.ByName("who") : null);
        ClientFolder folder = ClientFolder.Create(_folder.Path, new ClientSettings(
            ClientSettings.CurrentSchemaVersion, SmallFederation.Client, data, [SmallFederation.Task], SampleRound.Inputs.Labels,
            new ClientPolicy(20, 50, NeighbourRow.Sample.Count, RecordsPerUser: users ? Bound : null)));
        var documents = new FolderDocumentStore(Path.Combine(_folder.Path, "documents"));
        var ports = new WorkerPorts(null!, null!, documents, null!);
        MechanismInput? input = null;
        taken = () => input!;
        // Nothing is released: the same order comes again and again, under one charge.
        return new SynthesisHandler(folder, folder.OpenKey(), SmallFederation.Model, ports, TimeProvider.System)
        {
            Mechanism = (_, client, plan, _, _, _) =>
            {
                input = new MechanismInput(client.Rows, Describe(plan));
                throw new SimulatedCrashException();
            },
        };
    }

    private async Task<MechanismInput> InputAsync(SynthesisHandler handler, Func<MechanismInput> taken, IReadOnlyList<NeighbourRow> rows, PrivacyMechanism mechanism)
    {
        await System.IO.File.WriteAllLinesAsync(Path.Combine(_folder.Path, File), rows.Select(row => row.Json), SmallFederation.Cancel);
        var job = new SynthesisJob(
            Job.CurrentSchemaVersion, JobId.Synthesis(SmallFederation.Round, 0, SmallFederation.Client), SmallFederation.Round, SmallFederation.Task, 0, SampleRound.Inputs.Labels,
            SampleRound.Inputs.Domain, SmallFederation.ModelFingerprint, DateTimeOffset.MaxValue, SmallFederation.Client,
            new PrivacySection(Epsilon: 8, Mechanism: mechanism, Epochs: 2), SampleRound.Synthesis);

        await Assert.ThrowsAsync<SimulatedCrashException>(() => handler.HandleAsync(job, new RecordingProgress(), SmallFederation.Cancel));

        return taken();
    }

    private static string Describe(SynthesisPlan plan) =>
        $"{plan.Records} {plan.Classes} {plan.Choice} {string.Join(' ', plan.Events)} {plan.NoiseMultiplier:R} {plan.SamplingProbability:R} {plan.Steps} {plan.ClipNorm:R} {plan.Options}";

    private sealed record MechanismInput(IReadOnlyList<Example> Rows, string Plan);
}

using System.Diagnostics;
using Fdkt.Cli.Runs;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Auditing;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Audits;

/// <summary>Audits this build on the built-in sample: every mechanism as it is and broken on purpose, by what each shows inside and by the text that is released.</summary>
/// <param name="progress">Told of the stages.</param>
internal sealed class SampleAudit(IRunProgress progress)
{
    // An audit of m canaries can show about log(m/20): with these, a claim of 2 falls where noise or clipping is missing.
    private const double Claim = 2.0;
    private const int Canaries = 4_000;
    private const int TrainedCanaries = 400;
    private const int TrainedWords = 6;
    private const int TextCanaries = 100;
    private const int Steps = 20;
    private const int TrainedSteps = 15;
    private const double Delta = 1e-6;

    // Texts without privacy take far longer to make than the others, and tell the same in every repetition.
    private const int UnprotectedSeeds = 1;
    private const int UnprotectedEpochs = 8;

    // Fewer than a client trains, so that ten repetitions take minutes; noise is calibrated to them.
    private const int TrainedEpochs = 10;

    private static readonly MechanismFault[] All = Enum.GetValues<MechanismFault>();

    private readonly IRandomSource _source = CryptographicRandomSource.Shared;

    /// <summary>Runs all audits.</summary>
    /// <param name="seeds">Repetitions, at least 1.</param>
    /// <param name="epsilon">ε of the releases whose text is audited, above 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was found.</returns>
    public AuditResult Run(int seeds, double epsilon, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TorchThreads.Apply();
        using PublicModel model = PublicModelStore.Load(BuiltInSample.ModelFolder);
        IReadOnlyList<string> publicTexts = BuiltInSample.PublicTexts();

        PrivacyPlan sums = PrivacyPlan.Calibrate(Canaries, Canaries / 20, Steps, 1.0, Claim, Delta);
        PrivacyPlan trained = PrivacyPlan.Calibrate(TrainedCanaries, TrainedCanaries / 10, TrainedSteps, 1.0, Claim, Delta);
        HistogramPlan votes = HistogramPlan.Calibrate(Canaries, 1, Claim, Delta);
        double means = Privacy.Calibration.NoiseCalibration.NoiseMultiplierFor(1.0, 1, Claim, Delta);
        // Short ones train fast; the gradient of a canary is longer than the clip norm anyhow.
        string[] canaries = [.. CanaryTexts.Make(publicTexts, TrainedCanaries, seed: 1).Select(text => string.Join(' ', text.Split(' ')[^TrainedWords..]))];
        var rows = new List<AuditRow>
        {
            Row("DP training, every noisy sum", sums.Account().EpsilonPld, Delta, seeds, All, fault => MechanismAudit.LowerBound(sums, _source, fault: fault), cancellationToken),
            Row(
                "DP training, the trained generator", trained.Account().EpsilonPld, Delta, seeds, All,
                fault => GeneratorAudit.LowerBound(model, canaries, trained, _source, fault: fault, cancellationToken: cancellationToken), cancellationToken),
            Row(
                "class means, every noisy value", Claim, Delta, seeds, [MechanismFault.None, MechanismFault.NoNoise, MechanismFault.NoClipping],
                fault => NoisySumAudit.ClassMeansBound(Canaries, means, Delta, _source, fault: fault), cancellationToken),
            Row("votes, every noisy count", votes.Account().EpsilonPld, Delta, seeds, [MechanismFault.None, MechanismFault.NoNoise], fault => NoisySumAudit.VotesBound(votes, _source, fault: fault), cancellationToken),
        };
        (IReadOnlyList<AuditRow> texts, IReadOnlyList<SeedAttack> attacks) = Texts(model, publicTexts, seeds, epsilon, cancellationToken);
        return new AuditResult(seeds, [.. rows, .. texts], AttackReports.Build(attacks), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private AuditRow Row(string name, double claimed, double delta, int seeds, MechanismFault[] faults, Func<MechanismFault, double> bound, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage($"audit: {name}", seeds * faults.Length, "runs");
        var bounds = new Dictionary<MechanismFault, IReadOnlyList<double>>();
        int done = 0;
        foreach (MechanismFault fault in faults)
        {
            bounds[fault] = [.. Enumerable.Range(0, seeds).Select(_ =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                double found = bound(fault);
                stage.Report(++done);
                return found;
            })];
        }

        var row = new AuditRow(name, claimed, delta, bounds);
        stage.Complete(row.Refuted ? "refuted" : "stands");
        return row;
    }

    /// <summary>Releases of a client of the sample among whose rows there are canaries: by each mechanism that makes text in another way, and without privacy.</summary>
    private (IReadOnlyList<AuditRow> Rows, IReadOnlyList<SeedAttack> Attacks) Texts(
        PublicModel model, IReadOnlyList<string> publicTexts, int seeds, double epsilon, CancellationToken cancellationToken)
    {
        RunInputs inputs = BuiltInSample.Inputs();
        int classes = inputs.Labels.Count;
        RoundFile round = BuiltInSample.Round;
        var audit = new ReleasedTextAudit(model, classes, publicTexts);
        var attack = new MembershipAttack(publicTexts);
        string[] others = [.. inputs.Test.Select(row => row.Text)];
        var attacks = new List<SeedAttack>();
        var rows = new List<AuditRow>();
        using IStageProgress stage = progress.StartStage("audit: released text", (2 * seeds) + UnprotectedSeeds, "releases");
        int done = 0;

        (double Bound, double Claimed) Release(int seed, SynthesisMechanism? mechanism, string target)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<Example> own = ClientDealer.Deal(inputs.Private, classes, round.Clients, seed)[0].Rows;
            Example[] canaries = [.. CanaryTexts.Make(publicTexts, TextCanaries, seed).Select((text, i) => new Example(text, i % classes))];
            // δ for the largest number of records that the coins can give.
            ClientSynthesisOptions options = new()
            {
                Mechanism = mechanism == SynthesisMechanism.Full ? null : mechanism,
                Epsilon = epsilon,
                Delta = Privacy.Calibration.DeltaRule.Default(own.Count + TextCanaries),
                Epochs = mechanism == SynthesisMechanism.Full ? UnprotectedEpochs : TrainedEpochs,
                Demos = new DemoOptions { PerLabel = round.Synthesis.DemosPerLabel!.Value, Seed = seed },
            };
            (double bound, double claimed, IReadOnlyList<string> released) = audit.Run(own, canaries, options, _source, protect: mechanism != SynthesisMechanism.Full, cancellationToken: cancellationToken);
            attacks.Add(new SeedAttack(target, claimed, attack.Run(released, [.. own.Select(row => row.Text)], others), own.Count, others.Length));
            stage.Report(++done);
            return (bound, claimed);
        }

        (double Bound, double Claimed)[] open = [.. Enumerable.Range(1, UnprotectedSeeds).Select(seed => Release(seed, SynthesisMechanism.Full, "demonstrations of a generator trained without noise"))];
        foreach ((SynthesisMechanism mechanism, string name) in new[] { (SynthesisMechanism.ClassMeans, "class means"), (SynthesisMechanism.ClassPrompts, "DP training of class prompts") })
        {
            (double Bound, double Claimed)[] found = [.. Enumerable.Range(1, seeds).Select(seed => Release(seed, mechanism, $"demonstrations by {name}"))];
            rows.Add(new AuditRow($"{name}, released text", found.Max(pair => pair.Claimed), Privacy.Calibration.DeltaRule.Default(round.Clients.Records!.Value + TextCanaries), new Dictionary<MechanismFault, IReadOnlyList<double>>
            {
                [MechanismFault.None] = [.. found.Select(pair => pair.Bound)],
                [MechanismFault.NoNoise] = [.. open.Select(pair => pair.Bound)],
            }));
        }

        stage.Complete($"{done} releases");
        return (rows, [.. attacks.OrderBy(found => found.Epsilon)]);
    }
}

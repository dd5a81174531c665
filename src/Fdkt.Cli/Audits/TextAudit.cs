using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Auditing;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Noise;

namespace Fdkt.Cli.Audits;

/// <summary>
/// Audits released text: a client's whole release by each mechanism that makes text in another way, and without privacy. Canaries that
/// stand among the rows several times each are asked for, and
/// membership inference is tried on the client's rows.
/// </summary>
/// <param name="model">The public model. Not owned.</param>
/// <param name="publicTexts">Public texts, which say what is likely anyhow.</param>
/// <param name="progress">Told of the releases.</param>
/// <param name="source">A cryptographic source.</param>
internal sealed class TextAudit(PublicModel model, IReadOnlyList<string> publicTexts, IRunProgress progress, IRandomSource source)
{
    /// <summary>Rows of the table.</summary>
    public const int Rows = 2;

    private const int Canaries = 200;

    // As many records as a user may have: a canary that takes part is a user who wrote the same text so often, and noise is for users.
    private const int Copies = 6;
    private const double Claim = 0.5;

    // So small that the one-run bound's allowance of 2mδ stays below its significance.
    private const double CanaryDelta = 1e-9;

    // More than a client releases: each canary gets its chance to be told.
    private const int CanaryDemosPerLabel = 30;

    // Texts without privacy take far longer to make than the others, and tell the same in every repetition.
    private const int UnprotectedSeeds = 1;
    private const int UnprotectedEpochs = 12;

    // Membership inference is averaged over rows; three clients tell enough.
    private const int MostAttackSeeds = 3;

    // Fewer than a client trains, so that ten repetitions take minutes; noise is calibrated to them.
    private const int TrainedEpochs = 10;
    private const int CanaryEpochs = 4;

    private static readonly (SynthesisMechanism Mechanism, string Name)[] Mechanisms =
        [(SynthesisMechanism.ClassMeans, "class means"), (SynthesisMechanism.ClassPrompts, "DP training of class prompts")];

    private readonly RunInputs _inputs = BuiltInSample.Inputs();
    private readonly RoundFile _round = BuiltInSample.Round;

    /// <summary>Runs it.</summary>
    /// <param name="seeds">Repetitions.</param>
    /// <param name="epsilon">ε of the releases that membership inference is tried on.</param>
    /// <param name="significance">Chance of refuting a true claim in one repetition.</param>
    /// <param name="cancellationToken">Stops between releases.</param>
    public (IReadOnlyList<AuditRow> Rows, IReadOnlyList<SeedAttack> Attacks) Run(int seeds, double epsilon, double significance, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage("audit: released text", (Mechanisms.Length * (seeds + Math.Min(seeds, MostAttackSeeds))) + UnprotectedSeeds, "releases");
        var audit = new ReleasedTextAudit(model, _inputs.Labels.Count, publicTexts);
        var attack = new MembershipAttack(publicTexts);
        string[] others = [.. _inputs.Test.Select(row => row.Text)];
        var attacks = new List<SeedAttack>();
        int done = 0;

        void Attack(string target, double claimed, IReadOnlyList<string> released, IReadOnlyList<Example> own) =>
            attacks.Add(new SeedAttack(target, claimed, attack.Run(released, [.. own.Select(row => row.Text)], others), own.Count, others.Length));

        (AuditBounds Bounds, double Claimed) Canary(int seed, SynthesisMechanism? mechanism)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<Example> own = Own(seed);
            (AuditBounds bounds, double claimed, IReadOnlyList<string> released) = audit.Run(
                own, CanariesOf(seed), CanaryOptions(seed, mechanism), source, protect: mechanism is not null, significance, cancellationToken);
            if (mechanism is null)
            {
                Attack("demonstrations of a generator trained without noise", claimed, released, own);
            }

            stage.Report(++done);
            return (bounds, claimed);
        }

        AuditBounds[] open =
            [.. Enumerable.Range(1, UnprotectedSeeds).Select(seed => Canary(seed, mechanism: null).Bounds)];
        var rows = new List<AuditRow>();
        foreach ((SynthesisMechanism mechanism, string name) in Mechanisms)
        {
            (AuditBounds Bounds, double Claimed)[] found = [.. Enumerable.Range(1, seeds).Select(seed => Canary(seed, mechanism))];
            rows.Add(new AuditRow($"{name}, released text", found.Max(pair => pair.Claimed), CanaryDelta, new Dictionary<MechanismFault, IReadOnlyList<AuditBounds>>
            {
                [MechanismFault.None] = [.. found.Select(pair => pair.Bounds)],
                [MechanismFault.NoNoise] = open,
            }));
            foreach (int seed in Enumerable.Range(1, Math.Min(seeds, MostAttackSeeds)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                IReadOnlyList<Example> own = Own(seed);
                ClientRelease release = ClientSynthesis.Release(
                    model, own, _inputs.Labels.Count, ClientOptions(own.Count, seed, mechanism, epsilon), source, cancellationToken: cancellationToken);
                Attack($"demonstrations by {name}", release.Guarantee.EpsilonPld, [.. release.Demos.Demos.Select(demo => demo.Text)], own);
                stage.Report(++done);
            }
        }

        stage.Complete($"{done} releases");
        return (rows, [.. attacks.OrderBy(found => found.Epsilon)]);
    }

    private IReadOnlyList<Example> Own(int seed) => ClientDealer.Deal(_inputs.Private, _inputs.Labels.Count, _round.Clients, seed)[0].Rows;

    private Example[] CanariesOf(int seed) => [.. CanaryTexts.Make(publicTexts, Canaries, seed).Select((text, i) => new Example(text, i % _inputs.Labels.Count))];

    private static ClientSynthesisOptions CanaryOptions(int seed, SynthesisMechanism? mechanism) => new()
    {
        Mechanism = mechanism,
        Epsilon = Claim,
        Delta = CanaryDelta,
        RecordsPerUser = Copies,
        Epochs = mechanism is null ? UnprotectedEpochs : CanaryEpochs,
        Demos = new DemoOptions { PerLabel = CanaryDemosPerLabel, Seed = seed },
    };

    private ClientSynthesisOptions ClientOptions(int rows, int seed, SynthesisMechanism mechanism, double epsilon) => new()
    {
        Mechanism = mechanism,
        Epsilon = epsilon,
        Delta = DeltaRule.Default(rows),
        Epochs = TrainedEpochs,
        Demos = new DemoOptions { PerLabel = _round.Synthesis.DemosPerLabel!.Value, Seed = seed },
    };
}

using System.Diagnostics;
using Fdkt.Cli.Runs;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Auditing;
using Fdkt.Learning.Native;
using Fdkt.Learning.PublicModels;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Calibration;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;

namespace Fdkt.Cli.Audits;

/// <summary>Audits this build on the built-in sample: every mechanism as it is and broken on purpose, by what each shows inside and by the text that is released.</summary>
/// <param name="progress">Told of the stages.</param>
internal sealed class SampleAudit(IRunProgress progress)
{
    /// <summary>Chance that any claim of the table falls though it is true: shared among its rows and repetitions.</summary>
    public const double FamilyWise = 0.001;

    private const double Claim = 2.0;
    private const int SumCanaries = 8_000;
    private const int SampledCanaries = 8_000;
    private const int TrainedCanaries = 400;
    private const int TrainedWords = 4;
    private const int Steps = 20;
    private const int TrainedSteps = 15;
    private const double Delta = 1e-6;

    // Rows of noisy sums and sampled training.
    private const int Mechanisms = 4;

    private static readonly MechanismFault[] All = Enum.GetValues<MechanismFault>();

    private readonly IRandomSource _source = CryptographicRandomSource.Shared;

    /// <summary>Runs all audits.</summary>
    /// <param name="seeds">Repetitions, at least 1.</param>
    /// <param name="epsilon">ε of the releases that membership inference is tried on, above 0.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>What was found.</returns>
    public AuditResult Run(int seeds, double epsilon, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        TorchThreads.Apply();
        using PublicModel model = PublicModelStore.Load(BuiltInSample.ModelFolder);
        IReadOnlyList<string> publicTexts = BuiltInSample.PublicTexts();

        double significance = FamilyWise / (seeds * (Mechanisms + StepAuditCase.All.Count + TextAudit.Rows));
        AuditRow[] rows = [.. Audits(model, publicTexts, significance, cancellationToken).Select(audit => audit.Run(seeds, progress, cancellationToken)), .. StepRows(seeds, significance, cancellationToken)];
        (IReadOnlyList<AuditRow> texts, IReadOnlyList<SeedAttack> attacks) = new TextAudit(model, publicTexts, progress, _source).Run(seeds, epsilon, significance, cancellationToken);
        return new AuditResult(seeds, [.. rows, .. texts], AttackReports.Build(attacks), Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private IReadOnlyList<RowAudit> Audits(PublicModel model, IReadOnlyList<string> publicTexts, double significance, CancellationToken cancellationToken)
    {
        PrivacyPlan sampled = PrivacyPlan.Calibrate(SampledCanaries, SampledCanaries / 20, Steps, 1.0, Claim, Delta);
        PrivacyPlan trained = PrivacyPlan.Calibrate(TrainedCanaries, TrainedCanaries / 10, TrainedSteps, 1.0, Claim, Delta);
        HistogramPlan votes = HistogramPlan.Calibrate(SumCanaries, 1, Claim, Delta);
        double means = NoiseCalibration.NoiseMultiplierFor(1.0, 1, Claim, Delta);
        AuditClaim ofSampled = AuditClaim.Of(sampled, significance);
        AuditClaim ofTrained = AuditClaim.Of(trained, significance);
        AuditClaim ofMeans = AuditClaim.OfGaussian(means, Delta, significance);
        AuditClaim ofVotes = AuditClaim.Of(votes, significance);

        // Short ones train fast; the gradient of a canary is longer than the clip norm anyhow.
        string[] canaries = [.. CanaryTexts.Make(publicTexts, TrainedCanaries, seed: 1).Select(text => string.Join(' ', text.Split(' ')[^TrainedWords..]))];
        var generator = new GeneratorAudit(model, canaries, trained);
        return
        [
            new RowAudit(
                "class means, every noisy value", ofMeans, [.. All.Except([MechanismFault.Shuffled])],
                build => NoisySumAudit.ClassMeansBounds(SumCanaries, means, ofMeans, _source, build)),
            new RowAudit(
                "votes, every noisy count", ofVotes, [.. All.Except([MechanismFault.Shuffled, MechanismFault.NoClipping])],
                build => NoisySumAudit.VotesBounds(votes, ofVotes, _source, build)),
            new RowAudit("DP training, every noisy sum", ofSampled, All, build => MechanismAudit.Bounds(sampled, ofSampled, _source, build)),
            new RowAudit(
                "DP training, codes after every step", ofTrained, All,
                build => generator.Bounds(ofTrained, _source, build, cancellationToken)),
        ];
    }

    private IEnumerable<AuditRow> StepRows(int seeds, double significance, CancellationToken cancellationToken)
    {
        AuditClaim claim = StepAudit.Claim(Delta, significance);
        foreach (StepAuditCase way in StepAuditCase.All)
        {
            using var audit = new StepAudit(way);
            yield return new RowAudit(way.Name, claim, [.. All.Except([MechanismFault.Shuffled])], build => audit.Bounds(claim, _source, build, cancellationToken))
                .Run(seeds, progress, cancellationToken);
        }
    }
}

using System.Diagnostics;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Stages;

/// <summary>A client's part before the server's: private rows in, demonstrations out. Planned first, so that what it costs is known before a row is read.</summary>
/// <param name="model">The public model. Not owned.</param>
/// <param name="labels">Names of the classes.</param>
/// <param name="progress">Told of the stage.</param>
public sealed class SynthesisStage(PublicModel model, IReadOnlyList<string> labels, IRunProgress progress)
{
    private static readonly string[] NotCovered =
    [
        "the client's classifier: trained without noise, it must stay with the client",
        "the accuracies in this report: measured on test rows, without noise",
        "repetition: each seed is a release of its own, and whoever releases again spends again",
    ];

    /// <summary>What a release would be and cost, from public facts alone.</summary>
    /// <param name="privacy">The client's promise.</param>
    /// <param name="synthesis">How demonstrations are made.</param>
    /// <param name="records">Private records of the client, at least 2.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="seed">Of the sampling; it protects nothing.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="PrivacySettingsException">No mechanism can keep the promise.</exception>
    public static SynthesisPlan Plan(PrivacySection privacy, SynthesisSection synthesis, int records, int classes, int seed)
    {
        try
        {
            return SynthesisPlan.For(records, classes, RoundOptions.Synthesis(privacy, synthesis, records, classes, seed));
        }
        catch (PrivacyParameterException error)
        {
            throw new PrivacySettingsException(error);
        }
    }

    /// <summary>Releases as planned.</summary>
    /// <param name="client">The client's rows; their number is the plan's.</param>
    /// <param name="plan">From <see cref="Plan"/>.</param>
    /// <param name="title">What the stage belongs to, for people.</param>
    /// <param name="cancellationToken">Stops the work; then nothing was released.</param>
    /// <returns>The release.</returns>
    public async Task<SynthesisResult> RunAsync(ClientRecords client, SynthesisPlan plan, string title, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(plan);
        long wanted = (long)Math.Ceiling(plan.Options.Demos.PerLabel * plan.Options.Demos.Oversampling) * labels.Count;
        using var stages = new ReleaseProgress(progress, $"{title}: {client.Name}", wanted);
        var clock = Stopwatch.StartNew();
        ClientRelease release = await TensorWork.RunAsync(
            () => ClientSynthesis.Release(model, client.Rows, plan, CryptographicRandomSource.Shared, stages.Wrote, stages, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        stages.Complete($"{release.Demos.Demos.Count} demos at ε {release.Guarantee.EpsilonPld:0.00}");
        return new SynthesisResult(LabelNumbers.Name(release.Demos.Demos, labels), Report(release, PrivacyUnit.Of(plan.Options.RecordsPerUser)), Count(release.Demos, clock.Elapsed), release.Events);
    }

    private static PrivacyReport Report(ClientRelease release, string unit) => new(
        release.Guarantee.EpsilonPld, release.Guarantee.EpsilonPld, release.Guarantee.EpsilonRdp,
        release.SamplingProbability < 1 ? release.Guarantee.EpsilonUnsampled : null,
        release.Guarantee.Delta, Enum.Parse<PrivacyMechanism>(release.Choice.Mechanism.ToString()), release.Choice.Reason,
        release.NoiseMultiplier, release.SamplingProbability, release.Steps, release.ClipNorm, StatementBuilder.ZeroOut, unit,
        release.Guarantee.Accountants, typeof(PrivacyParameterException).Assembly.GetName().Version!.ToString(3), NotCovered, CommonDeltas.Epsilons(release.Events));

    private static StageReport Count(DemoSet demos, TimeSpan elapsed)
    {
        var dropped = new Dictionary<string, long>();
        foreach ((string reason, int count) in new[] { ("empty", demos.Empty), ("another class claims it", demos.OutVoted), ("surplus", demos.Surplus) })
        {
            if (count > 0)
            {
                dropped[reason] = count;
            }
        }

        return new StageReport("synthesize", demos.Sampled, demos.Demos.Count, dropped, elapsed.TotalSeconds, demos.Tokens);
    }
}

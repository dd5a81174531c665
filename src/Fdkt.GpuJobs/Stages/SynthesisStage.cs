using System.Diagnostics;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Demonstrations;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Releases;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Stages;

/// <summary>A client's part before the server's: private rows in, demonstrations out. Planned first, so that what it costs is known before a row is read.</summary>
/// <param name="model">The public model, for mechanisms that train it; null where there is none. Not owned.</param>
/// <param name="labels">Names of the classes.</param>
/// <param name="progress">Told of the stage.</param>
/// <param name="round">The encoder and the public texts, for mechanisms that release a table; null lets the public model do their work.</param>
public sealed class SynthesisStage(PublicModel? model, IReadOnlyList<string> labels, IRunProgress progress, EncodedRound? round = null)
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
        var clock = Stopwatch.StartNew();
        if (round?.TableOf(plan) is { } table)
        {
            return await FromTableAsync(round, table, client, plan, title, clock, cancellationToken).ConfigureAwait(false);
        }

        PublicModel trained = model ?? throw new InvalidOperationException($"The mechanism {plan.Choice.Mechanism} trains a public model, and there is none.");
        long wanted = (long)Math.Ceiling(plan.Options.Demos.PerLabel * plan.Options.Demos.Oversampling) * labels.Count;
        using var stages = new ReleaseProgress(progress, $"{title}: {client.Name}", wanted);
        ClientRelease release = await TensorWork.RunAsync(
            () => ClientSynthesis.Release(trained, client.Rows, plan, CryptographicRandomSource.Shared, stages.Wrote, stages, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        stages.Complete($"{release.Demos.Demos.Count} demos at ε {release.Guarantee.EpsilonPld:0.00}");
        return new SynthesisResult(LabelNumbers.Name(release.Demos.Demos, labels), Report(release, PrivacyUnit.Of(plan.Options.RecordsPerUser)), Count(release.Demos, clock.Elapsed), release.Events);
    }

    /// <summary>Releases a table of sums. The demonstrations are public texts that it points at.</summary>
    private async Task<SynthesisResult> FromTableAsync(
        EncodedRound encoded, IPrivateTable table, ClientRecords client, SynthesisPlan plan, string title, Stopwatch clock, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage($"{title}: {client.Name} releases demos");
        (ReleasedSums sums, DemonstrationSet chosen) = await Task.Run(
            () =>
            {
                IReadOnlyList<int> wanted = ClassMix.Wanted(client.Rows, plan, CryptographicRandomSource.Shared);
                ReleasedSums released = table.Release(encoded.Rows(client.Rows), plan, CryptographicRandomSource.Shared);
                return (released, encoded.Demonstrations(table, TableValues.Pool(table, [released]), wanted));
            },
            cancellationToken).ConfigureAwait(false);
        var demos = new DemoSet(chosen.Demos, 0, 0, 0, 0, 0);
        var release = new ClientRelease(demos, plan.Choice, plan.Events, plan.Account(), plan.NoiseMultiplier, plan.SamplingProbability, plan.Steps, plan.ClipNorm);
        stage.Complete($"{chosen.Demos.Count} demos at ε {release.Guarantee.EpsilonPld:0.00}");
        return new SynthesisResult(
            LabelNumbers.Name(chosen.Demos, labels), Report(release, PrivacyUnit.Of(plan.Options.RecordsPerUser)), Count(chosen, clock.Elapsed), release.Events, sums);
    }

    private static StageReport Count(DemonstrationSet demos, TimeSpan elapsed)
    {
        var dropped = new Dictionary<string, long>();
        foreach ((string reason, long count) in new[] { ("near-copy of another", demos.Copies), ("too short", demos.Brief) })
        {
            if (count > 0)
            {
                dropped[reason] = count;
            }
        }

        return new StageReport("synthesize", demos.Looked, demos.Demos.Count, dropped, elapsed.TotalSeconds, 0);
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

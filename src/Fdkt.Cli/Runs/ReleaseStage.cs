using System.Diagnostics;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Progress;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy;
using Fdkt.Privacy.Noise;
using ClientDemoRelease = Fdkt.Learning.Synthesis.ClientRelease;

namespace Fdkt.Cli.Runs;

/// <summary>Lets one client release its demonstrations, once: a resumed run takes what was released before.</summary>
internal sealed class ReleaseStage(RunInputs inputs, PublicModel model, RoundFile round, RunFolder folder, IRunProgress progress)
{
    private const string Adjacency = "add or remove one";
    private const string Unit = "one record";

    private static readonly string[] NotCovered =
    [
        "the client's classifier: trained without noise, it must stay with the client",
        "the accuracies in this report: measured on test rows, without noise",
        "repetition: each seed is a release of its own, and whoever releases again spends again",
    ];

    public async Task<ClientRelease> RunAsync(ClientRecords client, int seed, string title, CancellationToken cancellationToken)
    {
        string name = $"seed-{seed}-{client.Name}-release";
        if (folder.Read(name, RunJsonContext.Default.StoredRelease) is not { } stored)
        {
            stored = await ReleaseAsync(client, seed, title, cancellationToken).ConfigureAwait(false);
            await folder.WriteAsync(name, stored, RunJsonContext.Default.StoredRelease, cancellationToken).ConfigureAwait(false);
        }

        PrivacyReport privacy = stored.Privacy;
        var statement = new PrivacyStatement(
            client.Name, privacy.Epsilon, privacy.Delta, privacy.Mechanism, privacy.Adjacency, privacy.Unit, $"{privacy.Accountant} {privacy.AccountantVersion}");
        return new ClientRelease(ReleasedDataset.Release(stored.Demos, statement, client.Name), privacy, stored.Stage);
    }

    private async Task<StoredRelease> ReleaseAsync(ClientRecords client, int seed, string title, CancellationToken cancellationToken)
    {
        ClientSynthesisOptions options = RoundOptions.Synthesis(round, client.Rows.Count, inputs.Labels.Count, seed);
        long wanted = (long)Math.Ceiling(options.Demos.PerLabel * options.Demos.Oversampling) * inputs.Labels.Count;
        using var stages = new ReleaseProgress(progress, $"{title}: {client.Name}", wanted);
        var clock = Stopwatch.StartNew();
        ClientDemoRelease release;
        try
        {
            release = await Task.Run(
                () => ClientSynthesis.Release(
                    model, client.Rows, inputs.Labels.Count, options, CryptographicRandomSource.Shared, stages.Wrote, stages, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
        catch (PrivacyParameterException error)
        {
            throw new UserErrorException(ExitCode.InvalidInput, error.Message.TrimEnd('.'), "See the privacy section in docs/round-file.md.", error);
        }

        DemoSet demos = release.Demos;
        stages.Complete($"{demos.Demos.Count} demos at ε {release.Guarantee.EpsilonPld:0.00}");
        return new StoredRelease(
            client.Name, [.. demos.Demos.Select(demo => new LabelledText(demo.Text, inputs.Labels[demo.Label]))], Report(release), Count(demos, clock.Elapsed));
    }

    private static PrivacyReport Report(ClientDemoRelease release) => new(
        release.Guarantee.EpsilonPld, release.Guarantee.EpsilonPld, release.Guarantee.EpsilonRdp,
        release.SamplingProbability < 1 ? release.Guarantee.EpsilonUnsampled : null,
        release.Guarantee.Delta, Enum.Parse<PrivacyMechanism>(release.Choice.Mechanism.ToString()), release.Choice.Reason,
        release.NoiseMultiplier, release.SamplingProbability, release.Steps, release.ClipNorm, Adjacency, Unit,
        release.Guarantee.Accountants, typeof(PrivacyParameterException).Assembly.GetName().Version!.ToString(3), NotCovered);

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

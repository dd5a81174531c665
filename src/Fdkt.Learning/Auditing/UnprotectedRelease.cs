using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Synthesis;
using Fdkt.Privacy.Noise;

namespace Fdkt.Learning.Auditing;

/// <summary>What a client would hand out without differential privacy: a generator that is trained on its rows without noise and clipping, and sampled. For comparison only; it must stay with the client.</summary>
public static class UnprotectedRelease
{
    // Without noise steps may be longer than DP training takes them, and rows are learned in a few passes.
    private const double LearningRate = 0.003;

    /// <summary>Trains and samples.</summary>
    /// <param name="model">The public model. Not changed.</param>
    /// <param name="rows">Private rows, at least 2.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="options">How long it trains and how much it samples; ε is not looked at.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The texts.</returns>
    public static IReadOnlyList<string> Make(PublicModel model, IReadOnlyList<Example> rows, int classes, ClientSynthesisOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        SynthesisPlan plan = SynthesisPlan.WithoutPrivacy(rows.Count, classes, options);
        DemoSet demos = PrivateTrainingSynthesis.Release(model, rows, plan, options.Demos, CryptographicRandomSource.Shared, progress: null, training: null, cancellationToken, LearningRate);
        return [.. demos.Demos.Select(demo => demo.Text)];
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using static TorchSharp.torch;

namespace Fdkt.Learning.Auditing;

/// <summary>
/// Audits the trained generator in one run: canaries are private records of DP training, and the auditor sees the codes after every step. It goes through the trainer as it is:
/// its sampler, its per-record gradients, its clipping, its noise, its optimizer.
/// </summary>
/// <remarks>
/// Every canary has a class of its own, so that its gradient has rows of its own in the codes and canaries do not disturb one another. Their gradients are far longer
/// than the clip norm: a trainer that does not clip shows it. Immutable; one run at a time.
/// </remarks>
public sealed class GeneratorAudit
{
    // How much longer the typical canary's gradient is than the clip norm.
    private const double Overlong = 30.0;

    private const double NearlyNothing = 1e-9;

    // Of one clipped record, in values of codes, which are about 1.
    private const double StepLength = 0.01;

    private readonly PublicModel _model;
    private readonly PrivacyPlan _plan;
    private readonly PrivateRecord[] _all;
    private readonly float[][] _start;
    private readonly float[][] _directions;
    private readonly double _clip;

    /// <summary>Looks at the gradients of the canaries.</summary>
    /// <param name="model">The public model. Not changed, not owned.</param>
    /// <param name="canaries">Texts of the canaries.</param>
    /// <param name="plan">What is claimed; its records are the canaries, and its clip norm is replaced by one that suits their gradients.</param>
    /// <exception cref="ArgumentException">The claim is not for as many records as there are canaries.</exception>
    public GeneratorAudit(PublicModel model, IReadOnlyList<string> canaries, PrivacyPlan plan)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(canaries);
        ArgumentNullException.ThrowIfNull(plan);
        if (canaries.Count != plan.RecordCount)
        {
            throw new ArgumentException($"There are {canaries.Count} canaries; the claim is for {plan.RecordCount} records.", nameof(canaries));
        }

        _model = model;
        _plan = plan;
        _all = [.. canaries.Select((text, i) => new PrivateRecord(model.ToTokens(text), i))];
        // Where public text lies: at a code of zeros, gradients have no scale.
        _start = [.. canaries.Select((_, i) => PublicModel.ToControlCode(model.Codes[i % model.Codes.Count]))];
        float[][] gradients = Gradients(model, _all, _start);
        _clip = gradients.Select(Length).Order().ElementAt(_all.Length / 2) / Overlong;
        _directions = [.. gradients.Select(Unit)];
    }

    /// <summary>Trains once on canaries that enter by fair coins, and bounds ε from below.</summary>
    /// <param name="claim">The plan as a claim, by <see cref="AuditClaim.Of(PrivacyPlan, double)"/>.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="build">What to break.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The bounds.</returns>
    public AuditBounds Bounds(AuditClaim claim, IRandomSource source, AuditedBuild build = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var coins = new CanaryCoins(_all.Length, source);

        // A record that is not there has no gradient: one token predicts nothing.
        PrivateRecord[] records = [.. _all.Select((record, i) => coins[i] ? record : record with { Tokens = [_model.Tokenizer.BeginId] })];
        Func<int[]>? draw = build.Fault == MechanismFault.Shuffled ? new ShuffledPasses(_plan.RecordCount, _plan.ExpectedBatchSize, source).Next : null;
        float[][] before = _start;
        var scores = new double[_all.Length];
        void Observe(TrainableParameters parameters)
        {
            float[][] after = Codes(parameters);
            for (int i = 0; i < scores.Length; i++)
            {
                // Training moves against the gradient.
                scores[i] += MechanismAudit.StepScore((Dot(before[i], _directions[i]) - Dot(after[i], _directions[i])) / StepLength, _plan);
            }

            before = after;
        }

        using DecoderModel decoder = _model.Decoder.Clone();
        DpTrainer.Train(decoder, records, _start, Broken(_plan, _clip, build), Plain(_plan, _clip), source, null, draw, Observe, cancellationToken);
        return coins.Bounds(scores, claim);
    }

    // So short steps leave gradients as they are: what a canary adds, it adds in one direction.
    private static DpTrainingOptions Plain(PrivacyPlan claim, double clip) =>
        new() { Optimizer = DpOptimizerKind.Sgd, Momentum = 0, LearningRate = StepLength * claim.ExpectedBatchSize / clip };

    // The claim keeps its words; what runs is another plan, whose noise or clip norm is not the claim's.
    private static PrivacyPlan Broken(PrivacyPlan claim, double clip, AuditedBuild build)
    {
        (double noise, double norm) = build.Fault switch
        {
            MechanismFault.NoNoise => (NearlyNothing, clip),
            MechanismFault.NoClipping => (claim.NoiseMultiplier * NearlyNothing, clip / NearlyNothing),
            _ => (claim.NoiseMultiplier / build.Divisor, clip),
        };
        bool exact = build.Fault is not (MechanismFault.NoNoise or MechanismFault.NoClipping);
        return new PrivacyPlan(claim.RecordCount, claim.ExpectedBatchSize, noise, norm, claim.Steps, claim.Delta) { Noise = exact ? claim.Noise : GradientNoise.Gaussian };
    }

    private static float[][] Codes(TrainableParameters parameters)
    {
        using var scope = NewDisposeScope();
        return [.. parameters.Prompts!.to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray().Chunk(parameters.PromptSlot.Columns)];
    }

    private static float[] Unit(float[] vector)
    {
        double length = Length(vector);
        return [.. vector.Select(value => (float)(value / length))];
    }

    private static float[][] Gradients(PublicModel model, PrivateRecord[] records, float[][] start)
    {
        const int Rows = 32;
        using var grad = no_grad();
        using DecoderModel decoder = model.Decoder.Clone();
        using var parameters = new TrainableParameters(decoder, TrainableScope.ClassPrompts, start, 1, 1, 0);
        using var pass = new DecoderPass(decoder, parameters.Adapters);
        using var sums = new RecordGradients(parameters);
        parameters.ZeroGradients();
        foreach (int[] batch in Enumerable.Range(0, records.Length).Chunk(Rows))
        {
            // So large a norm clips nothing, and each record has rows of its own: the sum is a list.
            DpTrainer.AddPhysicalBatch(records, batch, 1 / NearlyNothing, batch.Length, parameters, pass, sums);
        }

        using var scope = NewDisposeScope();
        float[] flat = parameters.Gradients[0].to(ScalarType.Float32).cpu().data<float>().ToArray();
        return [.. flat.Chunk(start[0].Length)];
    }

    private static double Length(float[] vector) => Math.Sqrt(Dot(vector, vector));

    private static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
}

using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Privacy.Auditing;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Plans;
using Fdkt.Privacy.Sampling;
using static TorchSharp.torch;

namespace Fdkt.Learning.Auditing;

/// <summary>
/// Audits every step of one way of DP training by what it does to the trained values: the auditor sees them after each step, undoes the
/// update rule, and asks of each canary whether
/// the step's coin had drawn it.
/// </summary>
/// <remarks>
/// <para>The claim is that of one step for a record that is drawn for sure, μ = 1/σ: how steps and coins compose is the accountant's
/// matter, and audited by <see cref="GeneratorAudit"/>. Each coin of a canary in a step
/// is a trial, so one training gives hundreds (white box: Nasr et al. 2023, arXiv:2302.07956; Steinke, Nasr, Jagielski 2023).</para>
/// <para>It goes through the trainer as it is, on a small model with random weights: sampler, per-record gradients, clipping, noise and
/// optimizer with momentum. Gradients are far longer than the clip norm. The clip norm
/// is so small that Adam divides by its own ε, not by gradients: then its steps can be undone, and privacy does not depend on it. The
/// learning rate is so small that gradients stay what they are. Immutable; one run at a time.</para>
/// </remarks>
public sealed class StepAudit : IDisposable
{
    /// <summary>σ of the claim.</summary>
    public const double NoiseMultiplier = 1.0;

    private const int Canaries = 16;
    private const int Steps = 48;
    private const double ClipNorm = 1e-9;
    private const double NearlyNothing = 1e-9;
    private const double Overlong = 30.0;

    // Of the noise in one step, in trained values, which are about .2: far above their rounding, and far under them.
    private const double StepLength = 1e-4;
    private const double WeightDeviation = 0.2;

    // Adam's, next to which gradients of this clip norm are nothing.
    private const double AdamEpsilon = 1e-8;

    private readonly DecoderModel _model;
    private readonly PrivacyPlan _plan;
    private readonly DpTrainingOptions _options;
    private readonly PrivateRecord[] _records;
    private readonly float[][] _codes;
    private readonly double[] _start;
    private readonly CanaryDirections _directions;

    /// <summary>Makes the model and the canaries.</summary>
    /// <param name="way">What to train and how.</param>
    public StepAudit(StepAuditCase way)
    {
        ArgumentNullException.ThrowIfNull(way);
        TorchRuntime.EnsureLoaded();
        using var grad = no_grad();
        var config = new DecoderConfig
        {
            VocabularySize = 48,
            HiddenSize = 16,
            IntermediateSize = 24,
            LayerCount = 1,
            HeadCount = 2,
            KeyValueHeadCount = 2,
            MaximumLength = 8,
            TieEmbeddings = way.TiedHead,
            ConditioningSize = 8,
            PrefixLength = 1,
        };
        _model = new DecoderModel(config, seed: 1);
        using (var generator = new Generator(2))
        using (Tensor weights = empty_like(_model.Flat).normal_(0, WeightDeviation, generator))
        {
            _model.Flat.add_(weights, Scalars.One);
        }

        var random = new Random(3);
        _records = [.. Enumerable.Range(0, Canaries).Select(i => new PrivateRecord([1, .. Enumerable.Range(0, 3).Select(_ => random.Next(3, config.VocabularySize))], i))];
        _codes = [.. Enumerable.Range(0, Canaries).Select(_ => Enumerable.Range(0, config.ConditioningSize).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray())];
        _plan = new PrivacyPlan(Canaries, Canaries / 2, NoiseMultiplier, ClipNorm, Steps, 1e-6);
        double stepOfNoise = NoiseMultiplier * ClipNorm / _plan.ExpectedBatchSize;
        _options = new DpTrainingOptions
        {
            Scope = way.Scope,
            Optimizer = way.Optimizer,
            LearningRate = way.Optimizer == DpOptimizerKind.Sgd ? StepLength / stepOfNoise : StepLength * AdamEpsilon / stepOfNoise,
        };
        (_start, _directions) = Look();
    }

    /// <summary>How much of its gradient a canary has for itself, at least.</summary>
    internal double LeastOwn => Enumerable.Range(0, Canaries).Min(_directions.Own);

    /// <summary>The claim: one step, for a record that is drawn.</summary>
    /// <param name="delta">δ at which ε is named.</param>
    /// <param name="significance">Chance of refuting it where it is true.</param>
    public static AuditClaim Claim(double delta, double significance) => AuditClaim.OfGaussian(NoiseMultiplier, delta, significance);

    /// <summary>Trains once and bounds ε of a step from below.</summary>
    /// <param name="claim">The claim, by <see cref="Claim"/>.</param>
    /// <param name="source">A cryptographic source, unless in a test.</param>
    /// <param name="build">What to break. A step's coins are fair either way, so <see cref="MechanismFault.Shuffled"/> is refused.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The bounds.</returns>
    public AuditBounds Bounds(AuditClaim claim, IRandomSource source, AuditedBuild build = default, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(source);
        (double noise, double norm) = build.Fault switch
        {
            MechanismFault.NoNoise => (NearlyNothing, ClipNorm),
            // Thirty times too long, against the same noise.
            MechanismFault.NoClipping => (NoiseMultiplier / Overlong, Overlong * ClipNorm),
            MechanismFault.Shuffled => throw new ArgumentOutOfRangeException(nameof(build), build.Fault, "The audit is about single steps."),
            _ => (NoiseMultiplier / build.Divisor, ClipNorm),
        };
        var running = new PrivacyPlan(Canaries, _plan.ExpectedBatchSize, noise, norm, Steps, _plan.Delta);
        PoissonSampler sampler = running.CreateSampler(source);
        var undo = new UpdateUndone(_options, _start);
        var inScores = new List<double>();
        var outScores = new List<double>();
        var drawn = new bool[Canaries];
        int[] Draw()
        {
            int[] batch = sampler.Next();
            Array.Clear(drawn);
            foreach (int canary in batch)
            {
                drawn[canary] = true;
            }

            return batch;
        }

        void Observe(TrainableParameters parameters)
        {
            double[] sum = [.. undo.Next(Flat(parameters.Values)).Select(mean => mean * _plan.ExpectedBatchSize / ClipNorm)];
            double[] shares = _directions.Shares(sum, drawn, NoiseMultiplier);
            for (int i = 0; i < Canaries; i++)
            {
                // The log-likelihood ratio but for a factor and a shift that put its zero at one half.
                double own = _directions.Own(i);
                (drawn[i] ? inScores : outScores).Add((own * own * (shares[i] - 0.5)) + 0.5);
            }
        }

        using DecoderModel model = _model.Clone();
        DpTrainer.Train(model, _records, _codes, running, _options, source, null, Draw, Observe, cancellationToken);
        return claim.Bounds(inScores, outScores);
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    // The trained values before the first step, and each canary's gradient there.
    private (double[] Start, CanaryDirections Directions) Look()
    {
        using DecoderModel model = _model.Clone();
        using var parameters = new TrainableParameters(model, _options.Scope, _codes, _options.AdapterRank, _options.AdapterScale, _options.Seed, _options.AdapterTargets);
        using var pass = new DecoderPass(model, parameters.Adapters);
        using var sums = new RecordGradients(parameters);
        var gradients = new List<double[]>();
        for (int i = 0; i < Canaries; i++)
        {
            parameters.ZeroGradients();
            DpTrainer.AddPhysicalBatch(_records, [i], 1 / NearlyNothing, 1, parameters, pass, sums);
            gradients.Add(Flat(parameters.Gradients));
        }

        return (Flat(parameters.Values), new CanaryDirections(gradients));
    }

    private static double[] Flat(IReadOnlyList<Tensor> vectors)
    {
        using var scope = NewDisposeScope();
        return [.. vectors.SelectMany(vector => vector.to(ScalarType.Float64).cpu().data<double>().ToArray())];
    }

    /// <summary>The noisy mean gradients that a rule turned into the values seen. For Adam, where gradients are nothing next to its
    /// ε.</summary>
    private sealed class UpdateUndone(DpTrainingOptions options, double[] start)
    {
        private double[] _before = start;
        private double[] _momentum = new double[start.Length];
        private int _step;

        public double[] Next(double[] values)
        {
            _step++;
            bool adam = options.Optimizer == DpOptimizerKind.Adam;
            double beta = options.Momentum;
            double factor = adam ? AdamEpsilon * (1.0 - Math.Pow(beta, _step)) : 1.0;
            double fresh = adam ? 1.0 - beta : 1.0;
            var momentum = new double[values.Length];
            var gradient = new double[values.Length];
            for (int d = 0; d < values.Length; d++)
            {
                momentum[d] = (_before[d] - values[d]) * factor / options.LearningRate;
                gradient[d] = (momentum[d] - (beta * _momentum[d])) / fresh;
            }

            (_before, _momentum) = (values, momentum);
            return gradient;
        }
    }
}

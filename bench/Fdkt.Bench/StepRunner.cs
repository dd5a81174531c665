using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.PrivateTraining;
using static TorchSharp.torch;

namespace Fdkt.Bench;

/// <summary>One kind of step on a model of its own: forward, backward, summed loss, and the same Adam update in every kind.</summary>
internal sealed class StepRunner : IDisposable
{
    private const double ClipNorm = 1;

    private readonly StepKind _kind;
    private readonly DecoderModel _model;
    private readonly DecoderPass _pass;
    private readonly AdamW _optimizer;
    private readonly FlatGradient? _flat;
    private readonly Tensor? _sum;
    private readonly TrainableParameters? _parameters;
    private readonly RecordGradients? _records;

    public StepRunner(StepKind kind, DecoderConfig config)
    {
        _kind = kind;
        _model = new DecoderModel(config, 1);
        _pass = new DecoderPass(_model);
        _optimizer = new AdamW(_model, new AdamWOptions { LearningRate = 1e-4, WeightDecay = 0, MaximumGradientNorm = double.PositiveInfinity });
        if (kind == StepKind.BookKeeping)
        {
            _parameters = new TrainableParameters(_model, TrainableScope.Full, [[]], 0, 0, 0);
            _records = new RecordGradients(_parameters);
            return;
        }

        _flat = new FlatGradient(_model);
        if (kind == StepKind.OneAtATime)
        {
            _sum = zeros_like(_model.Flat);
        }

        if (kind == StepKind.Autograd)
        {
            foreach ((ParameterSlot slot, (_, _, Tensor view)) in _model.Layout.Slots.Zip(_model.Parameters))
            {
                view.requires_grad_();
                view.grad = DecoderModel.View(_flat.Values, slot);
            }
        }
    }

    public void Step(Tensor tokens)
    {
        using var scope = NewDisposeScope();
        long batch = tokens.shape[0];
        Tensor gradient;
        switch (_kind)
        {
            case StepKind.Plain:
                gradient = _flat!.Values.zero_();
                _pass.Run(tokens, null, _flat);
                break;
            case StepKind.Autograd:
                gradient = _flat!.Values.zero_();
                _model.Loss(tokens).sum().backward();
                break;
            case StepKind.BookKeeping:
                _parameters!.ZeroGradients();
                _records!.Begin(zeros([batch], dtype: ScalarType.Int64));
                _pass.Run(tokens, null, _records);
                _records.AddClipped(ClipNorm, ones([batch]));
                gradient = _parameters.Gradients[0];
                break;
            default:
                gradient = OneAtATime(tokens);
                break;
        }

        _optimizer.Step(gradient, 1.0 / batch, 1);
    }

    public void Dispose()
    {
        _records?.Dispose();
        _parameters?.Dispose();
        _flat?.Dispose();
        _sum?.Dispose();
        _optimizer.Dispose();
        _pass.Dispose();
        _model.Dispose();
    }

    private Tensor OneAtATime(Tensor tokens)
    {
        _sum!.zero_();
        for (long i = 0; i < tokens.shape[0]; i++)
        {
            using var scope = NewDisposeScope();
            _flat!.Values.zero_();
            _pass.Run(tokens.narrow(0, i, 1), null, _flat);
            double norm = linalg.vector_norm(_flat.Values).item<float>();
            _sum.add_(_flat.Values, Scalars.Of(Math.Min(1, ClipNorm / norm)));
        }

        return _sum;
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.PrivateTraining;
using Fdkt.Learning.Tests.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.PrivateTraining;

/// <summary>Per-record gradients by plain autograd, one record per backward pass: what book-keeping is compared with.</summary>
internal static class OneRecordAtATime
{
    /// <summary>Gradient of one record, over the trained vectors one after the other.</summary>
    public static Tensor Gradient(TrainableParameters parameters, int[] text, int label)
    {
        using var scope = NewDisposeScope();
        using DecoderModel merged = parameters.Model.Clone();
        using (no_grad())
        {
            foreach (LowRankAdapter adapter in parameters.Adapters)
            {
                merged.Named(adapter.Target).add_(adapter.Up.mm(adapter.Down), adapter.Scale);
            }
        }

        Tensor tokens = TokenBatch.Pad([text], merged.Config.MaximumLength);
        Tensor? code = parameters.Prompts?[label].detach().clone().unsqueeze(0).detach().requires_grad_();
        Tensor weights = DecoderSamples.AutogradGradient(merged, tokens, code);
        using var grad = no_grad();
        Tensor extra = zeros_like(parameters.Extra);
        if (code is not null)
        {
            DecoderModel.View(extra, parameters.PromptSlot)[label].copy_(code.grad!.squeeze(0));
        }

        foreach (LowRankAdapter adapter in parameters.Adapters)
        {
            // W + s B A: the chain rule from the gradient of the merged weight.
            Tensor weight = DecoderModel.View(weights, adapter.Target);
            DecoderModel.View(extra, adapter.DownSlot).copy_(adapter.Up.t().mm(weight).mul(adapter.Scale));
            DecoderModel.View(extra, adapter.UpSlot).copy_(weight.mm(adapter.Down.t()).mul(adapter.Scale));
        }

        return (parameters.Scope == TrainableScope.Full ? cat([weights, extra]) : extra).MoveToOuterDisposeScope();
    }

    /// <summary>Sum over records of g · min(1, C / ‖g‖), and each ‖g‖.</summary>
    public static (Tensor Sum, double[] Norms) Clipped(TrainableParameters parameters, IReadOnlyList<int[]> texts, IReadOnlyList<int> labels, double clipNorm)
    {
        using var scope = NewDisposeScope();
        Tensor? sum = null;
        var norms = new double[texts.Count];
        for (int i = 0; i < texts.Count; i++)
        {
            Tensor gradient = Gradient(parameters, texts[i], labels[i]);
            norms[i] = gradient.norm().to(ScalarType.Float64).item<double>();
            Tensor clipped = gradient.mul(Math.Min(1, clipNorm / norms[i]));
            sum = sum is null ? clipped : sum.add(clipped);
        }

        return (sum!.MoveToOuterDisposeScope(), norms);
    }
}

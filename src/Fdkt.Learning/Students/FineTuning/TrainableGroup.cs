using Fdkt.Learning.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Students.FineTuning;

/// <summary>Parameters that are trained together: views of one flat vector, and their gradients as views of another, into which automatic differentiation adds.</summary>
internal sealed class TrainableGroup : IDisposable
{
    private readonly Tensor[] _leaves;
    private readonly List<Tensor> _gradients = [];

    /// <param name="values">The flat vector. Not owned.</param>
    /// <param name="slots">The parameters in it.</param>
    /// <param name="view">View of a parameter; not owned.</param>
    public TrainableGroup(Tensor values, IReadOnlyList<ParameterSlot> slots, Func<ParameterSlot, Tensor> view)
    {
        Values = values;
        using IDisposable grad = no_grad();
        Gradient = zeros_like(values).DetachFromDisposeScope();
        _leaves = [.. slots.Select(view)];
        Matrices = [.. slots.Where(slot => slot.Columns > 0).Select(view)];
        foreach ((ParameterSlot slot, Tensor leaf) in slots.Zip(_leaves))
        {
            Tensor gradient = DecoderModel.View(Gradient, slot).DetachFromDisposeScope();
            _gradients.Add(gradient);
            leaf.requires_grad_(true);
            leaf.grad = gradient;
        }
    }

    /// <summary>The flat vector.</summary>
    public Tensor Values { get; }

    /// <summary>Sum of the gradients since <see cref="ZeroGradient"/>, in the order of <see cref="Values"/>.</summary>
    public Tensor Gradient { get; }

    /// <summary>Views that decay.</summary>
    public IReadOnlyList<Tensor> Matrices { get; }

    public void ZeroGradient()
    {
        using IDisposable grad = no_grad();
        // zero_ gives a second handle to the same memory.
        Gradient.zero_().Dispose();
    }

    /// <summary>A copy of the values. The caller disposes it.</summary>
    public Tensor Snapshot()
    {
        using IDisposable grad = no_grad();
        return Values.clone().DetachFromDisposeScope();
    }

    /// <summary>Goes back to a copy.</summary>
    public void Restore(Tensor snapshot)
    {
        using IDisposable grad = no_grad();
        Values.copy_(snapshot);
    }

    /// <summary>Ends training: what is left needs no gradients.</summary>
    public void Freeze()
    {
        foreach (Tensor leaf in _leaves)
        {
            leaf.grad = null;
            leaf.requires_grad_(false);
        }
    }

    public void Dispose()
    {
        foreach (Tensor gradient in _gradients)
        {
            gradient.Dispose();
        }

        Gradient.Dispose();
    }
}

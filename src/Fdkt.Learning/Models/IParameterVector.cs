using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>A model whose parameters are views of one flat vector.</summary>
internal interface IParameterVector
{
    /// <summary>Every parameter, one after the other. Owned by the model.</summary>
    Tensor Flat { get; }

    /// <summary>View of a parameter. Owned by the model.</summary>
    Tensor Named(ParameterSlot slot);
}

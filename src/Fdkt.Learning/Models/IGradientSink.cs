using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>
/// Receives, during one backward pass, what is needed to form weight gradients. A sink may form them at once (ordinary training)
/// or keep the pairs and weigh the records later (private training by book-keeping).
/// </summary>
/// <remarks>A sink that keeps a tensor takes an alias; the pass disposes its own handles and never writes to what it handed out.</remarks>
internal interface IGradientSink
{
    /// <summary>False where the base model is frozen: only adapters and codes are then reported.</summary>
    bool NeedsBaseWeights { get; }

    /// <summary>True where the head must report whole records instead of the positions with a target only.</summary>
    bool NeedsRecordLayout { get; }

    /// <summary>The weight of a linear layer of the base model. Input (batch · positions, p), gradient of its output (batch · positions, d).</summary>
    /// <remarks>Layers that share an input pass the same object, one after the other.</remarks>
    void Linear(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch);

    /// <summary>A factor of an adapter; shapes as for <see cref="Linear"/>.</summary>
    void Adapter(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch);

    /// <summary>A bias, of a linear layer or of a norm: gradient of its output (batch · positions, d).</summary>
    /// <remarks>Summed over positions at once: the pass may overwrite what it hands out here.</remarks>
    void Bias(ParameterSlot slot, Tensor outputGradient, long batch);

    /// <summary>The scale of a norm: output gradient times (centred) input (batch, positions, hidden), and 1/rms (batch, positions, 1).</summary>
    void Norm(ParameterSlot slot, Tensor product, Tensor inverseRms);

    /// <summary>A slice of the head: input (records, positions, hidden) and logit gradient (records, positions, vocabulary), or (1, rows, ·) without record layout.</summary>
    void Head(int firstRecord, Tensor input, Tensor logitGradient);

    /// <summary>The token embedding: ids (batch, positions) and gradient (batch, positions, hidden).</summary>
    void Embedding(Tensor ids, Tensor gradient);

    /// <summary>Learned positions: gradient (batch, positions, hidden), position t in column t.</summary>
    void Positions(Tensor gradient);

    /// <summary>The conditioning: codes (batch, Z), gradient of the flattened prefix (batch, P · hidden), gradient of the codes (batch, Z).</summary>
    void Conditioning(Tensor codes, Tensor prefixGradient, Tensor codeGradient);
}

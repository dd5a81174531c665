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
    public bool NeedsBaseWeights { get; }

    /// <summary>True where the head must report whole records instead of the positions with a target only.</summary>
    public bool NeedsRecordLayout { get; }

    /// <summary>A bias-free linear layer of the base model. Input (batch · positions, p), gradient of its output (batch · positions, d).</summary>
    /// <remarks>Layers that share an input pass the same object, one after the other.</remarks>
    public void Linear(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch);

    /// <summary>A factor of an adapter; shapes as for <see cref="Linear"/>.</summary>
    public void Adapter(ParameterSlot slot, Tensor input, Tensor outputGradient, long batch);

    /// <summary>An RMSNorm weight: output gradient times input (batch, positions, hidden), and 1/rms (batch, positions, 1).</summary>
    public void Norm(ParameterSlot slot, Tensor product, Tensor inverseRms);

    /// <summary>A slice of the head: input (records, positions, hidden) and logit gradient (records, positions, vocabulary), or (1, rows, ·) without record layout.</summary>
    public void Head(int firstRecord, Tensor input, Tensor logitGradient);

    /// <summary>The token embedding: ids (batch, positions) and gradient (batch, positions, hidden).</summary>
    public void Embedding(Tensor ids, Tensor gradient);

    /// <summary>The conditioning: codes (batch, Z), gradient of the flattened prefix (batch, P · hidden), gradient of the codes (batch, Z).</summary>
    public void Conditioning(Tensor codes, Tensor prefixGradient, Tensor codeGradient);
}

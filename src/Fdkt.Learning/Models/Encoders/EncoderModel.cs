using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models.Encoders;

/// <summary>An encoder of the BERT family: every token of a text is seen by every other.</summary>
/// <remarks>All parameters are views of one flat vector. Reading is safe from several threads; anything that changes parameters is not.</remarks>
public sealed class EncoderModel : IParameterVector, IDisposable
{
    private readonly Dictionary<long, Tensor> _views = [];

    private EncoderModel(EncoderConfig config, ScalarType dtype, Device device)
    {
        Config = config.Validate();
        Layout = new EncoderLayout(config);
        using IDisposable grad = no_grad();
        Flat = empty(Layout.Count, dtype: dtype, device: device).DetachFromDisposeScope();
        foreach (ParameterSlot slot in Layout.Slots)
        {
            _views[slot.Offset] = DecoderModel.View(Flat, slot).DetachFromDisposeScope();
        }
    }

    /// <summary>Shape of the model.</summary>
    public EncoderConfig Config { get; }

    /// <summary>Every parameter, one after the other. Owned by the model.</summary>
    public Tensor Flat { get; }

    internal EncoderLayout Layout { get; }

    /// <summary>Last states of every token, made of differentiable operations.</summary>
    /// <param name="tokens">(batch, length) int64; negative is padding, on the right; each row has a token.</param>
    /// <returns>(batch, length, hidden); rows of padding hold no meaning. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">Too long.</exception>
    public Tensor Forward(Tensor tokens)
    {
        using DisposeScope scope = NewDisposeScope();
        return EncoderForward.States(this, tokens).MoveToOuterDisposeScope();
    }

    /// <summary>The pooler on the first token's state.</summary>
    /// <param name="states">(batch, length, hidden) from <see cref="Forward"/>.</param>
    /// <returns>(batch, hidden); the state itself where there is no pooler. The caller disposes it.</returns>
    public Tensor Pool(Tensor states)
    {
        ArgumentNullException.ThrowIfNull(states);
        using DisposeScope scope = NewDisposeScope();
        return EncoderForward.Pool(this, states).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor view in _views.Values)
        {
            view.Dispose();
        }

        Flat.Dispose();
    }

    /// <inheritdoc/>
    Tensor IParameterVector.Named(ParameterSlot slot) => _views[slot.Offset];

    /// <summary>A model whose memory is not filled yet.</summary>
    internal static EncoderModel Unfilled(EncoderConfig config, ScalarType dtype, Device device) => new(config, dtype, device);

    internal Tensor Named(ParameterSlot slot) => _views[slot.Offset];
}

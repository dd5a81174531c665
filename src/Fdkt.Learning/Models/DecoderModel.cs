using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Models;

/// <summary>
/// A causal language model: Llama by default, Qwen 2 or GPT-2 by the switches of its <see cref="DecoderConfig"/>.
/// An optional conditioning vector enters as prefix embeddings before the tokens (a soft control code).
/// </summary>
/// <remarks>
/// All parameters are views of one flat vector, so optimisers, noise and snapshots work on a single tensor.
/// Reading is safe from several threads; anything that changes parameters is not.
/// Texts start with a begin token; outputs at prefix positions are dropped.
/// </remarks>
public sealed class DecoderModel : IParameterVector, IDisposable
{
    private readonly Dictionary<(long Offset, int Rows), Tensor> _views = [];
    private readonly RotaryTable _rotary;

    /// <summary>Makes a model with random weights: N(0, 0.02²), residual projections divided by √(2 layers), norms 1.</summary>
    /// <param name="config">Shape; validated here.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    /// <param name="dtype">Float32 (default), Float64, BFloat16 or Float16.</param>
    /// <param name="device">Where parameters live. Default CPU.</param>
    /// <exception cref="ArgumentException"><paramref name="config"/> breaks a rule.</exception>
    public DecoderModel(DecoderConfig config, int seed, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        Config = config.Validate();
        Layout = new ParameterLayout(config);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator((ulong)seed);
        // Drawn in float32 on the CPU so that a seed means the same weights everywhere.
        Tensor initial = empty(Layout.Count, dtype: ScalarType.Float32).normal_(0, 0.02, generator);
        Flat = initial.to(dtype, device ?? CPU, copy: true).DetachFromDisposeScope();
        AddViews();
        foreach (ParameterSlot slot in Layout.Slots.Where(slot => slot.Columns == 0))
        {
            Named(slot).fill_(ParameterLayout.IsBias(slot) ? Scalars.Zero : Scalars.One);
        }

        foreach (LayerSlots layer in Layout.Layers)
        {
            Named(layer.Output).mul_(Scalars.Of(1 / Math.Sqrt(2.0 * config.LayerCount)));
            Named(layer.Down).mul_(Scalars.Of(1 / Math.Sqrt(2.0 * config.LayerCount)));
        }

        _rotary = new RotaryTable(config, dtype, Flat.device);
    }

    private DecoderModel(DecoderConfig config, ScalarType dtype, Device device)
    {
        Config = config.Validate();
        Layout = new ParameterLayout(config);
        using IDisposable grad = no_grad();
        Flat = empty(Layout.Count, dtype: dtype, device: device).DetachFromDisposeScope();
        AddViews();
        _rotary = new RotaryTable(config, dtype, device);
    }

    /// <summary>Shape of the model.</summary>
    public DecoderConfig Config { get; }

    /// <summary>Every parameter, one after the other: (ParameterCount). Owned by the model.</summary>
    public Tensor Flat { get; }

    /// <summary>Named views into <see cref="Flat"/>, in its order, with Hugging Face names. Owned by the model; writing to a view changes the model.</summary>
    public IEnumerable<(string Name, long[] Shape, Tensor View)> Parameters =>
        Layout.Slots.Select(slot => (slot.Name, slot.Shape, Named(slot)));

    internal ParameterLayout Layout { get; }

    internal RotaryTable Rotary => _rotary;

    /// <summary>Copies named tensors into the model.</summary>
    /// <param name="tensors">Every parameter by Hugging Face name, of the right shape, any floating dtype. <c>lm_head.weight</c> is ignored where tied.</param>
    /// <exception cref="ArgumentException">A parameter is missing or has another shape; the model is unchanged.</exception>
    public void Load(IReadOnlyDictionary<string, Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (ParameterSlot slot in Layout.Slots)
        {
            if (!tensors.TryGetValue(slot.Name, out Tensor? source))
            {
                throw new ArgumentException($"The checkpoint lacks {slot.Name}.", nameof(tensors));
            }

            if (!source.shape.SequenceEqual(slot.Shape))
            {
                throw new ArgumentException(
                    $"{slot.Name} has shape [{string.Join(", ", source.shape)}], the model needs [{string.Join(", ", slot.Shape)}].", nameof(tensors));
            }
        }

        using IDisposable grad = no_grad();
        foreach (ParameterSlot slot in Layout.Slots)
        {
            Named(slot).copy_(tensors[slot.Name]);
        }
    }

    /// <summary>The parameters by name, for a checkpoint writer.</summary>
    /// <returns>Views owned by the model.</returns>
    public IReadOnlyDictionary<string, Tensor> Save() => Parameters.ToDictionary(p => p.Name, p => p.View, StringComparer.Ordinal);

    /// <summary>A model with the same weights in memory of its own.</summary>
    /// <returns>The copy. The caller disposes it.</returns>
    public DecoderModel Clone() => To(Flat.dtype);

    /// <summary>A model with the same weights in another type, in memory of its own.</summary>
    /// <param name="dtype">The type; what does not fit is rounded.</param>
    /// <returns>The copy. The caller disposes it.</returns>
    internal DecoderModel To(ScalarType dtype)
    {
        var copy = new DecoderModel(Config, dtype, Flat.device);
        using IDisposable grad = no_grad();
        copy.Flat.copy_(Flat);
        return copy;
    }

    /// <summary>Logits at every token position, made of differentiable operations.</summary>
    /// <param name="tokens">(batch, length) int64; negative is padding, on the right.</param>
    /// <param name="conditioning">(batch, Z), or null for a model without conditioning.</param>
    /// <returns>(batch, length, vocabulary); position t predicts token t + 1. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">Too long, or conditioning does not fit the model.</exception>
    public Tensor Forward(Tensor tokens, Tensor? conditioning = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = DecoderForward.Hidden(this, tokens, conditioning);
        return hidden.matmul(Named(Layout.Head).t()).MoveToOuterDisposeScope();
    }

    /// <summary>Cross entropy of each record in nats, summed over its tokens after the first.</summary>
    /// <param name="tokens">(batch, length) int64; negative is padding and is ignored, on the right.</param>
    /// <param name="conditioning">(batch, Z), or null for a model without conditioning.</param>
    /// <returns>(batch). Differentiable where gradients are on. The caller disposes it.</returns>
    /// <exception cref="ArgumentException">Too long, or conditioning does not fit the model.</exception>
    public Tensor Loss(Tensor tokens, Tensor? conditioning = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        using DisposeScope scope = NewDisposeScope();
        long length = tokens.shape[1] - 1;
        Tensor logits = Precision.Wide(Forward(tokens.narrow(1, 0, length), conditioning));
        Tensor targets = tokens.narrow(1, 1, length);
        Tensor chosen = logits.log_softmax(-1).gather(2, targets.clamp(min: Scalars.Zero).unsqueeze(2)).squeeze(2);
        Tensor ignored = targets.lt(Scalars.Zero);
        return chosen.masked_fill(ignored, Scalars.Zero).sum([1L]).neg().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor view in _views.Values)
        {
            view.Dispose();
        }

        Flat.Dispose();
        _rotary.Dispose();
    }

    /// <summary>A model whose weights are whatever lay in memory, for a reader that fills them. The caller disposes it.</summary>
    internal static DecoderModel Unfilled(DecoderConfig config, ScalarType dtype, Device device) => new(config, dtype, device);

    /// <inheritdoc/>
    Tensor IParameterVector.Named(ParameterSlot slot) => Named(slot);

    /// <summary>View of a parameter, or of parameters that are joined. Owned by the model.</summary>
    internal Tensor Named(ParameterSlot slot) => _views[(slot.Offset, slot.Rows)];

    /// <summary>A matrix or vector view of a flat vector laid out like this model. The caller disposes it.</summary>
    internal static Tensor View(Tensor flat, ParameterSlot slot)
    {
        using Tensor part = flat.narrow(0, slot.Offset, slot.Count);
        return part.view(slot.Shape);
    }

    /// <summary>Refuses token and conditioning matrices that do not fit.</summary>
    internal void CheckInputs(Tensor tokens, Tensor? conditioning)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.shape.Length != 2 || tokens.shape[1] < 1 || tokens.shape[1] > Config.MaximumLength)
        {
            throw new ArgumentException(
                $"Tokens have shape [{string.Join(", ", tokens.shape)}]; need (batch, 1 to {Config.MaximumLength}).", nameof(tokens));
        }

        bool fits = Config.ConditioningSize == 0
            ? conditioning is null
            : conditioning is not null && conditioning.shape.SequenceEqual([tokens.shape[0], Config.ConditioningSize]);
        if (!fits)
        {
            throw new ArgumentException(
                $"Conditioning must be {(Config.ConditioningSize == 0 ? "null" : $"({tokens.shape[0]}, {Config.ConditioningSize})")}.", nameof(conditioning));
        }
    }

    private void AddViews()
    {
        foreach (ParameterSlot slot in Layout.Slots.Concat(Layout.Layers.SelectMany(layer => layer.Joined)))
        {
            _views[(slot.Offset, slot.Rows)] = View(Flat, slot).DetachFromDisposeScope();
        }
    }
}

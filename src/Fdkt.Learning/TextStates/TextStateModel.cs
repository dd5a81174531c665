using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Models;
using Fdkt.Learning.Models.Encoders;
using Fdkt.Learning.Native;
using Fdkt.Learning.Tokenizers;
using static TorchSharp.torch;

namespace Fdkt.Learning.TextStates;

/// <summary>An encoder or a language model with its tokenizer, used for the states of texts.</summary>
/// <remarks>Reading is safe from several threads.</remarks>
public sealed class TextStateModel : IDisposable
{
    private readonly EncoderModel? _encoder;
    private readonly DecoderModel? _decoder;
    private readonly IModelTokenizer _tokenizer;

    private TextStateModel(TextStateInfo info, IModelTokenizer tokenizer, EncoderModel? encoder, DecoderModel? decoder) =>
        (Info, _tokenizer, _encoder, _decoder) = (info, tokenizer, encoder, decoder);

    /// <summary>What the folder holds.</summary>
    public TextStateInfo Info { get; }

    internal IParameterVector Parameters => (IParameterVector?)_encoder ?? _decoder!;

    internal IReadOnlyList<ParameterSlot> Slots => _encoder?.Layout.Slots ?? _decoder!.Layout.Slots;

    /// <summary>Weights of the linear layers of all blocks.</summary>
    internal IEnumerable<ParameterSlot> LinearWeights => _encoder?.Layout.Layers.SelectMany(layer => layer.Weights)
        ?? _decoder!.Layout.Layers.SelectMany(layer => new ParameterSlot?[] { layer.Query, layer.Key, layer.Value, layer.Output, layer.Gate, layer.Up, layer.Down }.OfType<ParameterSlot>());

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="dtype">Element type in memory; null keeps that of the file, but Float16, whose range suits no training, becomes Float32.</param>
    /// <param name="device">Where the model lives; null takes <see cref="TensorPlace.Device"/>.</param>
    /// <param name="cancellationToken">Checked between tensors.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="Checkpoints.CheckpointException">The folder holds no whole checkpoint of a supported family.</exception>
    /// <exception cref="TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    public static TextStateModel Load(string folder, ScalarType? dtype = null, Device? device = null, CancellationToken cancellationToken = default)
    {
        var info = TextStateInfo.Read(folder);
        Device place = device ?? TensorPlace.Device;
        IModelTokenizer tokenizer = HuggingFaceTokenizer.Load(folder);
        if (info.IsEncoder)
        {
            using var encoder = EncoderCheckpoint.Open(folder);
            return new TextStateModel(info, tokenizer, encoder.Load(dtype ?? Kept(encoder.Dtype), place, cancellationToken), null);
        }

        using var decoder = HuggingFaceCheckpoint.Open(folder);
        return new TextStateModel(info, tokenizer, null, decoder.Load(new HuggingFaceLoadOptions { Dtype = dtype ?? Kept(decoder.Dtype), Device = place }, cancellationToken));
    }

    /// <summary>Ids of a text as the model reads it, with the tokens that start it and, in an encoder, end it.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="maximumTokens">Longer texts are cut; at least 2.</param>
    public int[] Encode(string text, int maximumTokens)
    {
        int most = Math.Min(maximumTokens, Info.MaximumTokens);
        int[] ids = _tokenizer.Encode(text);
        return Info.IsEncoder
            ? [_tokenizer.BeginId, .. ids.AsSpan(0, Math.Min(ids.Length, most - 2)), _tokenizer.EndId]
            : [_tokenizer.BeginId, .. ids.AsSpan(0, Math.Min(ids.Length, most - 1))];
    }

    /// <summary>One vector per text, of differentiable operations.</summary>
    /// <param name="texts">From <see cref="Encode"/>.</param>
    /// <param name="pooling">How.</param>
    /// <param name="adapters">Low-rank additions by the offset of their weight; null for none.</param>
    /// <returns>(texts, hidden) in Float32 or wider, in the caller's dispose scope with every temporary.</returns>
    /// <exception cref="ArgumentException"><see cref="StatePooling.First"/> of a language model.</exception>
    internal Tensor Pooled(IReadOnlyList<int[]> texts, StatePooling pooling, IReadOnlyDictionary<long, LowRankAdapter>? adapters = null)
    {
        Tensor tokens = TokenBatch.Pad(texts, Info.MaximumTokens).to(Parameters.Flat.device);
        Tensor states = _encoder is null ? DecoderForward.Hidden(_decoder!, tokens, null, adapters) : EncoderForward.States(_encoder, tokens, adapters);
        return pooling switch
        {
            StatePooling.First when _encoder is not null => Precision.Wide(EncoderForward.Pool(_encoder, states)),
            StatePooling.First => throw new ArgumentException("The first state of a language model has seen nothing of the text.", nameof(pooling)),
            StatePooling.Last => Last(states, texts),
            _ => Mean(states, texts),
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _encoder?.Dispose();
        _decoder?.Dispose();
    }

    private static ScalarType Kept(Checkpoints.SafetensorsDtype dtype) => dtype == Checkpoints.SafetensorsDtype.BF16 ? ScalarType.BFloat16 : ScalarType.Float32;

    private static Tensor Last(Tensor states, IReadOnlyList<int[]> texts)
    {
        long length = states.shape[1];
        Tensor flat = states.reshape(-1, states.shape[2]);
        Tensor places = tensor(texts.Select((text, i) => (i * length) + text.Length - 1).ToArray(), dtype: ScalarType.Int64).to(states.device);
        return Precision.Wide(flat.index_select(0, places));
    }

    private Tensor Mean(Tensor states, IReadOnlyList<int[]> texts)
    {
        long length = states.shape[1];
        int skipped = Info.IsEncoder ? 0 : 1;
        var weights = new float[texts.Count * length];
        for (int i = 0; i < texts.Count; i++)
        {
            // An empty text has its first token alone.
            int first = texts[i].Length > skipped ? skipped : 0;
            weights.AsSpan((int)(i * length) + first, texts[i].Length - first).Fill(1f / (texts[i].Length - first));
        }

        Tensor wide = Precision.Wide(states);
        Tensor shares = tensor(weights, [texts.Count, 1, length], dtype: wide.dtype).to(states.device);
        return shares.matmul(wide).squeeze(1);
    }
}

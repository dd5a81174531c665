using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>Log-likelihood of given texts under given codes.</summary>
/// <remarks>Not thread-safe. The model is read only.</remarks>
public sealed class SequenceScorer
{
    private readonly DecoderModel _model;
    private readonly int _batchSize;

    /// <summary>Makes a scorer.</summary>
    /// <param name="model">The model. Not owned.</param>
    /// <param name="batchSize">Texts scored side by side. At least 1. Default 64.</param>
    public SequenceScorer(DecoderModel model, int batchSize = 64)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _model = model;
        _batchSize = batchSize;
    }

    /// <summary>Scores each text under its own code.</summary>
    /// <param name="texts">Tokens, begin token first; cut at the model's maximum length. A text of fewer than two tokens scores 0.</param>
    /// <param name="codes">One conditioning vector per text, or null for a model without conditioning.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>Sum of log-probabilities of the tokens after the first, in nats, per text.</returns>
    public double[] Score(IReadOnlyList<int[]> texts, IReadOnlyList<float[]>? codes = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (codes is not null && codes.Count != texts.Count)
        {
            throw new ArgumentException($"There are {codes.Count} codes for {texts.Count} texts.", nameof(codes));
        }

        var result = new double[texts.Count];
        using var inference = no_grad();
        foreach (int[] batch in Enumerable.Range(0, texts.Count).OrderBy(i => texts[i].Length).Chunk(_batchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            Tensor tokens = TokenBatch.Pad([.. batch.Select(i => texts[i])], _model.Config.MaximumLength).to(_model.Flat.device);
            Tensor? conditioning = codes is null
                ? null
                : TokenBatch.Conditioning([.. batch.Select(i => codes[i])], _model.Flat.dtype).to(_model.Flat.device);
            double[] scores = ScoreBatch(tokens, conditioning);
            for (int j = 0; j < batch.Length; j++)
            {
                result[batch[j]] = scores[j];
            }
        }

        return result;
    }

    /// <summary>Scores every text under every code.</summary>
    /// <param name="texts">As in <see cref="Score"/>.</param>
    /// <param name="codes">Codes to compare, for example one per class.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>[text, code], in nats.</returns>
    public double[,] ScoreAll(IReadOnlyList<int[]> texts, IReadOnlyList<float[]> codes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(codes);
        var result = new double[texts.Count, codes.Count];
        for (int c = 0; c < codes.Count; c++)
        {
            double[] scores = Score(texts, [.. Enumerable.Repeat(codes[c], texts.Count)], cancellationToken);
            for (int i = 0; i < scores.Length; i++)
            {
                result[i, c] = scores[i];
            }
        }

        return result;
    }

    private double[] ScoreBatch(Tensor tokens, Tensor? conditioning)
    {
        long rows = tokens.shape[0];
        long length = tokens.shape[1] - 1;
        Tensor targets = tokens.narrow(1, 1, length).reshape(-1);
        Tensor chosen = targets.ge(Scalars.Zero).nonzero().squeeze(1);
        Tensor hidden = DecoderForward.Hidden(_model, tokens.narrow(1, 0, length), conditioning).reshape(-1, _model.Config.HiddenSize).index_select(0, chosen);
        Tensor labels = targets.index_select(0, chosen).unsqueeze(1);
        Tensor scores = zeros([rows], dtype: ScalarType.Float64, device: tokens.device);
        Tensor record = chosen.div(Scalars.Of(length), RoundingMode.floor).to(ScalarType.Int64);
        long step = Math.Max(1, (1 << 21) / _model.Config.VocabularySize);
        for (long first = 0; first < labels.shape[0]; first += step)
        {
            using DisposeScope scope = NewDisposeScope();
            long count = Math.Min(step, labels.shape[0] - first);
            Tensor logits = Precision.Wide(hidden.narrow(0, first, count).mm(_model.Named(_model.Layout.Head).t()));
            Tensor value = logits.gather(1, labels.narrow(0, first, count)).squeeze(1).sub(logits.logsumexp(1));
            scores.index_add_(0, record.narrow(0, first, count), value.to(ScalarType.Float64), Scalars.One);
        }

        return scores.cpu().data<double>().ToArray();
    }
}

using Fdkt.Learning.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>Draws the next token of every row from its logits.</summary>
internal sealed class TokenSampler : IDisposable
{
    private readonly SamplingOptions _options;
    private readonly Generator _generator;
    private readonly Device _device;
    private readonly Tensor? _forbidden;

    public TokenSampler(SamplingOptions options, Device device)
    {
        _options = options;
        _device = device;
        // TorchSharp makes generators of the processor only, whatever the device.
        _generator = new Generator((ulong)options.Seed);
        _forbidden = options.ForbiddenTokens.Count == 0
            ? null
            : tensor(options.ForbiddenTokens.Select(t => (long)t).ToArray(), device: device).DetachFromDisposeScope();
    }

    /// <summary>One token per row and its log-probability under the untouched model.</summary>
    /// <param name="logits">(rows, vocabulary). Not changed.</param>
    public (long[] Tokens, double[] LogProbabilities) Draw(Tensor logits)
    {
        using var scope = NewDisposeScope();
        Tensor allowed = logits;
        if (_forbidden is not null)
        {
            allowed = logits.clone().index_fill_(1, _forbidden, Scalars.Of(double.NegativeInfinity));
        }

        Tensor tokens = Choose(allowed);
        Tensor chosen = logits.gather(1, tokens).sub(logits.logsumexp(1, keepdim: true)).squeeze(1).to(ScalarType.Float64);
        return (tokens.squeeze(1).cpu().data<long>().ToArray(), chosen.cpu().data<double>().ToArray());
    }

    public void Dispose()
    {
        _generator.Dispose();
        _forbidden?.Dispose();
    }

    private Tensor Choose(Tensor logits)
    {
        if (_options.Temperature == 0)
        {
            return logits.argmax(1, keepdim: true);
        }

        Tensor scaled = logits.div(Scalars.Of(_options.Temperature));
        bool cutsNucleus = _options.TopP < 1;
        int k = _options.TopK > 0 ? (int)Math.Min(_options.TopK, logits.shape[1]) : 0;
        if (k == 0 && !cutsNucleus)
        {
            return Pick(scaled.softmax(1));
        }

        (Tensor values, Tensor indices) = k > 0 ? scaled.topk(k, 1) : scaled.sort(1, descending: true);
        Tensor probabilities = values.softmax(1);
        if (cutsNucleus)
        {
            // A token stays while the mass before it is under the limit, so the first always stays.
            Tensor before = probabilities.cumsum(1).sub_(probabilities);
            probabilities = probabilities.masked_fill(before.ge(Scalars.Of(_options.TopP)), Scalars.Zero);
        }

        return indices.gather(1, Pick(probabilities));
    }

    /// <summary>One column per row, each as likely as its share of the row's sum. (rows, columns) to (rows, 1).</summary>
    private Tensor Pick(Tensor weights)
    {
        if (_device.type == DeviceType.CPU)
        {
            return weights.multinomial(1, generator: _generator);
        }

        // Elsewhere by one uniform number a row, drawn on the processor.
        return Pick(weights, rand([weights.shape[0], 1], ScalarType.Float32, CPU, generator: _generator).to(_device));
    }

    /// <summary>The columns at given quantiles of the rows.</summary>
    /// <param name="weights">Not negative; each row with a positive sum. (rows, columns)</param>
    /// <param name="quantiles">In [0, 1). (rows, 1)</param>
    /// <returns>(rows, 1); never a column without weight.</returns>
    internal static Tensor Pick(Tensor weights, Tensor quantiles)
    {
        Tensor sums = weights.to(ScalarType.Float32).cumsum(1);
        Tensor total = sums.narrow(1, sums.shape[1] - 1, 1);
        // The last column that weighs anything ends where the total does: below it, rounding leads to none behind.
        Tensor limit = quantiles.mul(total).minimum(total.mul(Scalars.Of(1 - 1e-6)));
        return sums.le(limit).sum(1, keepdim: true, type: ScalarType.Int64);
    }
}

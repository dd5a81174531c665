using Fdkt.Learning.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>State of one call of <see cref="TextSampler"/>: the slots, the queue and the results.</summary>
internal sealed class SamplingRun : IDisposable
{
    private readonly DecoderModel _model;
    private readonly SamplingOptions _options;
    private readonly Action<GeneratedText>? _finished;
    private readonly IEnumerator<GenerationRequest> _queue;
    private readonly TokenSampler _sampler;
    private readonly CachedDecoder _decoder;
    private readonly SortedDictionary<int, GeneratedText> _results = [];
    private Slot?[] _slots;
    private int _taken;
    private bool _queueEmpty;

    public SamplingRun(DecoderModel model, SamplingOptions options, IEnumerable<GenerationRequest> requests, Action<GeneratedText>? finished)
    {
        _model = model;
        _options = options;
        _finished = finished;
        if (requests.TryGetNonEnumeratedCount(out int count))
        {
            _slots = new Slot?[Math.Clamp(count, 1, options.BatchSize)];
        }
        else
        {
            _slots = new Slot?[options.BatchSize];
        }

        _queue = requests.GetEnumerator();
        _sampler = new TokenSampler(options, model.Flat.device);
        _decoder = new CachedDecoder(model, _slots.Length, model.Config.MaximumLength + model.Config.PrefixLength);
        if (options.SharesBeginning && requests is IReadOnlyList<GenerationRequest> known && SharedPrefix.LengthOf(model.Config, known) is > 0 and int shared)
        {
            _decoder.Share([.. known[0].Prompt.Take(shared)]);
        }
    }

    public bool HasWork => !_queueEmpty || _slots.Any(s => s is not null);

    public IReadOnlyList<GeneratedText> Results => [.. _results.Values];

    /// <summary>Refills or drops free slots where that pays, then adds one token to every running text.</summary>
    public void Advance()
    {
        int free = _slots.Count(s => s is null);
        // A refill costs about one step, so wait until an eighth of the slots is free.
        if (!_queueEmpty && (free == _slots.Length || free * 8 >= _slots.Length))
        {
            Refill();
            free = _slots.Count(s => s is null);
        }

        if (_queueEmpty && free * 4 >= _slots.Length && free > 0 && free < _slots.Length)
        {
            long[] kept = [.. Enumerable.Range(0, _slots.Length).Where(i => _slots[i] is not null).Select(i => (long)i)];
            _decoder.Keep(kept);
            _slots = [.. kept.Select(i => _slots[i])];
        }

        if (_slots.All(s => s is null))
        {
            return;
        }

        long[] tokens = [.. _slots.Select(s => (long)(s?.LastToken ?? 0))];
        int[] lengths = [.. _slots.Select(s => s?.CachedLength ?? 0)];
        Take(_decoder.Decode(tokens, lengths), [.. Enumerable.Range(0, _slots.Length)], cached: 1);
    }

    public void Dispose()
    {
        _queue.Dispose();
        _sampler.Dispose();
        _decoder.Dispose();
    }

    private void Refill()
    {
        List<int> filled = [];
        for (int i = 0; i < _slots.Length && !_queueEmpty; i++)
        {
            if (_slots[i] is not null)
            {
                continue;
            }

            if (!_queue.MoveNext())
            {
                _queueEmpty = true;
                break;
            }

            _slots[i] = new Slot(_taken++, Check(_queue.Current), _model.Config.PrefixLength);
            filled.Add(i);
        }

        if (filled.Count == 0)
        {
            return;
        }

        int[] rows = [.. filled];
        using Tensor? conditioning = _model.Config.ConditioningSize == 0
            ? null
            : TokenBatch.Conditioning([.. rows.Select(i => _slots[i]!.Request.Code!)], _model.Flat.dtype).to(_model.Flat.device);
        Take(_decoder.Prefill(rows, [.. rows.Select(i => _slots[i]!.Request.Prompt)], conditioning), rows, cached: 0);
    }

    /// <summary>Draws a token for each of the given slots and ends the texts that are done.</summary>
    private void Take(Tensor logits, int[] rows, int cached)
    {
        (long[] tokens, double[] logProbabilities) = _sampler.Draw(logits);
        for (int j = 0; j < rows.Length; j++)
        {
            if (_slots[rows[j]] is not { } slot)
            {
                continue;
            }

            slot.CachedLength += cached;
            slot.LogProbability += logProbabilities[j];
            slot.Drawn++;
            bool ended = tokens[j] == _options.EndToken;
            if (!ended)
            {
                slot.Tokens.Add((int)tokens[j]);
                ended = _options.EndsAfter?.Invoke(slot.Tokens) ?? false;
            }

            if (ended || slot.Drawn >= _options.MaximumNewTokens || slot.Request.Prompt.Count + slot.Drawn >= _model.Config.MaximumLength)
            {
                var text = new GeneratedText(slot.Index, slot.Tokens, slot.LogProbability, ended);
                _results.Add(slot.Index, text);
                _slots[rows[j]] = null;
                _finished?.Invoke(text);
            }
        }
    }

    private GenerationRequest Check(GenerationRequest request)
    {
        DecoderConfig config = _model.Config;
        if (request.Prompt.Count < 1 || request.Prompt.Count >= config.MaximumLength)
        {
            throw new ArgumentException($"A prompt has {request.Prompt.Count} tokens; need 1 to {config.MaximumLength - 1}.", nameof(request));
        }

        if ((request.Code?.Length ?? 0) != config.ConditioningSize)
        {
            throw new ArgumentException($"A code has {request.Code?.Length ?? 0} values; the model takes {config.ConditioningSize}.", nameof(request));
        }

        return request;
    }

    private sealed class Slot(int index, GenerationRequest request, int prefix)
    {
        public int Index { get; } = index;

        public GenerationRequest Request { get; } = request;

        public List<int> Tokens { get; } = [];

        public int Drawn { get; set; }

        public double LogProbability { get; set; }

        /// <summary>Positions in the cache: the last drawn token is not yet among them.</summary>
        public int CachedLength { get; set; } = prefix + request.Prompt.Count;

        public int LastToken => Tokens.Count == 0 ? Request.Prompt[^1] : Tokens[^1];
    }
}

using Fdkt.Learning.Models;
using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>Keys and values of the tokens that all prompts of a run begin with: computed once, and copied to each text. Without conditioning alone, since a code changes what follows it.</summary>
/// <param name="keys">Per layer (length, keyValueHeads · headSize). Owned.</param>
/// <param name="values">As the keys.</param>
internal sealed class SharedPrefix(Tensor[] keys, Tensor[] values) : IDisposable
{
    /// <summary>A shorter one costs more in masks than it saves.</summary>
    private const int Fewest = 16;

    /// <summary>Tokens.</summary>
    public int Length { get; } = (int)keys[0].shape[0];

    /// <summary>Keys of a layer.</summary>
    public Tensor Keys(int layer) => keys[layer];

    /// <summary>Values of a layer.</summary>
    public Tensor Values(int layer) => values[layer];

    /// <summary>How many tokens all prompts begin with and still have one of their own behind; 0 where sharing does not pay.</summary>
    public static int LengthOf(DecoderConfig config, IReadOnlyList<GenerationRequest> requests)
    {
        if (config.ConditioningSize > 0 || requests.Count < 2)
        {
            return 0;
        }

        IReadOnlyList<int> first = requests[0].Prompt;
        int length = Math.Min(requests.Min(request => request.Prompt.Count) - 1, config.MaximumLength - 1);
        foreach (GenerationRequest request in requests)
        {
            int same = 0;
            while (same < length && request.Prompt[same] == first[same])
            {
                same++;
            }

            length = same;
        }

        return length < Fewest ? 0 : length;
    }

    /// <summary>Attention of tokens behind the prefix: to all of it, and to themselves and what is before them.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="query">(rows, heads, length, headSize).</param>
    /// <param name="key">(rows, keyValueHeads, length, headSize).</param>
    /// <param name="value">As the key.</param>
    /// <returns>(rows, heads, length, headSize), in the current dispose scope.</returns>
    public Tensor Attend(int layer, Tensor query, Tensor key, Tensor value)
    {
        long length = key.shape[2];
        Tensor unseen = ones([length, Length + length], dtype: ScalarType.Bool, device: key.device).triu(Length + 1);
        Tensor bias = zeros([length, Length + length], dtype: query.dtype, device: key.device).masked_fill_(unseen, Scalars.Of(double.NegativeInfinity));
        return DecoderMath.Attention(query, Joined(keys[layer], key), Joined(values[layer], value), bias);
    }

    public void Dispose()
    {
        foreach (Tensor part in keys.Concat(values))
        {
            part.Dispose();
        }
    }

    private static Tensor Joined(Tensor shared, Tensor own)
    {
        long[] s = own.shape;
        return cat([shared.view(1, shared.shape[0], s[1], s[3]).transpose(1, 2).expand([s[0], s[1], shared.shape[0], s[3]]), own], 2);
    }
}

using Fdkt.Learning.Generation;
using Fdkt.Learning.Models;
using Fdkt.Learning.Tests.Models;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Generation;

public sealed class CachedDecoderTests
{
    [Theory]
    [InlineData(4, 5, 2)]
    [InlineData(2, 5, 3)]
    [InlineData(1, 0, 0)]
    public void Decode_RowsOfDifferentLength_GivesTheLogitsOfTheFullPass(int keyValueHeads, int conditioning, int prefix)
    {
        DecoderConfig config = DecoderSamples.Config(keyValueHeads: keyValueHeads, conditioning: conditioning, prefix: prefix);
        using DecoderModel model = DecoderSamples.Model(config, ScalarType.Float32);
        using var grad = no_grad();
        using Tensor? codes = DecoderSamples.Conditioning(model, 3);
        int[][] texts = [[1, 2, 3, 4, 5, 6], [7, 8, 9, 10], [11, 12, 13, 14, 15]];
        int[] promptLengths = [3, 1, 2];
        using var cached = new CachedDecoder(model, 3, 24);

        using Tensor first = cached.Prefill([0, 1, 2], [.. texts.Select((t, i) => t[..promptLengths[i]])], codes);
        int[] lengths = [.. promptLengths.Select(l => l + prefix)];
        using Tensor second = cached.Decode([.. texts.Select((t, i) => (long)t[promptLengths[i]])], lengths);
        using Tensor third = cached.Decode([.. texts.Select((t, i) => (long)t[promptLengths[i] + 1])], [.. lengths.Select(l => l + 1)]);

        using Tensor tokens = TokenBatch.Pad(texts, 24);
        using Tensor full = model.Forward(tokens, codes);
        for (int row = 0; row < 3; row++)
        {
            Assert.InRange(DecoderSamples.RelativeError(first[row], full[row, promptLengths[row] - 1]), 0, 1e-4);
            Assert.InRange(DecoderSamples.RelativeError(second[row], full[row, promptLengths[row]]), 0, 1e-4);
            Assert.InRange(DecoderSamples.RelativeError(third[row], full[row, promptLengths[row] + 1]), 0, 1e-4);
        }
    }

    [Fact]
    public void Keep_SomeRows_ContinuesThem()
    {
        using DecoderModel model = DecoderSamples.Model(DecoderSamples.Config(conditioning: 0, prefix: 0), ScalarType.Float32);
        using var grad = no_grad();
        using var cached = new CachedDecoder(model, 3, 24);
        cached.Prefill([0, 1, 2], [[1, 2], [3, 4], [5, 6]], null).Dispose();

        cached.Keep([2, 0]);

        using Tensor actual = cached.Decode([7, 8], [2, 2]);
        using Tensor tokens = TokenBatch.Pad([[5, 6, 7], [1, 2, 8]], 24);
        using Tensor full = model.Forward(tokens);
        Assert.InRange(DecoderSamples.RelativeError(actual, full.narrow(1, 2, 1).squeeze(1)), 0, 1e-4);
    }
}

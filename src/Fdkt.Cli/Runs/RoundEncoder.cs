using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Encoders;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

/// <summary>The encoder of every row of a run, with its states kept on disk.</summary>
internal sealed class RoundEncoder : IDisposable
{
    private readonly ITextEncoder _encoder;
    private readonly ITextEncoder? _operators;
    private readonly CachedEncoder _cached;

    /// <summary>Loads it.</summary>
    /// <param name="round">Names it.</param>
    /// <param name="baseDirectory">What its folder is relative to.</param>
    /// <param name="model">Whose word vectors may be asked for; null where there is none.</param>
    /// <param name="operators">The operator's embeddings model; null where there is none.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <exception cref="EncoderException">There is none, it is another than the round names, or it would be shown private text outside this process.</exception>
    public RoundEncoder(RoundFile round, string baseDirectory, PublicModel? model, ITextEncoder? operators, CancellationToken cancellationToken)
    {
        _operators = operators;
        _encoder = EncoderFactory.Of(round.Encoder, baseDirectory, model?.Encoder, operators, cancellationToken);
        if (!_encoder.StaysInProcess)
        {
            throw new EncoderException("encoder.kind is endpoint: a run on one machine encodes private rows, and those are shown to no model outside this process. Take builtIn, onnx or checkpoint.");
        }

        if (round.Encoder.Hash is { } hash && hash != _encoder.Hash)
        {
            throw new EncoderException($"The round names the encoder {hash}; this is {_encoder.Hash}.");
        }

        _cached = new CachedEncoder(_encoder, PublicModelProvider.CacheFolder("states"));
    }

    /// <summary>The encoder behind its cache.</summary>
    public ITextEncoder Cached => _cached;

    public void Dispose()
    {
        _cached.Dispose();
        if (!ReferenceEquals(_encoder, _operators))
        {
            EncoderFactory.Release(_encoder);
        }
    }
}

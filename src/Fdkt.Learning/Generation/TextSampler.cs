using Fdkt.Learning.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Fdkt.Learning.Generation;

/// <summary>Generates many texts side by side with a key-value cache. Slots of finished texts are refilled from the queue, and dropped when it is empty.</summary>
/// <remarks>Not thread-safe. The model is read only.</remarks>
public sealed class TextSampler
{
    private readonly DecoderModel _model;

    /// <summary>Makes a sampler.</summary>
    /// <param name="model">The model to sample. Not owned.</param>
    public TextSampler(DecoderModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model;
    }

    /// <summary>Generates one text per request.</summary>
    /// <param name="requests">Taken as slots become free.</param>
    /// <param name="options">How tokens are drawn; validated here.</param>
    /// <param name="finished">Called with each text as it ends, out of order; may be null.</param>
    /// <param name="cancellationToken">Checked before every token.</param>
    /// <returns>The texts in the order of the requests.</returns>
    /// <exception cref="ArgumentException">A request does not fit the model, or an option is out of range.</exception>
    public IReadOnlyList<GeneratedText> Generate(
        IEnumerable<GenerationRequest> requests, SamplingOptions options, Action<GeneratedText>? finished = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var inference = inference_mode();
        using var run = new SamplingRun(_model, options, requests, finished);
        while (run.HasWork)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            run.Advance();
        }

        return run.Results;
    }
}

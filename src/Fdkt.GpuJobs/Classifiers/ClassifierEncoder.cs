using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Encoders;
using Fdkt.Learning.Encoders;

namespace Fdkt.GpuJobs.Classifiers;

/// <summary>Finds the encoder of a saved classifier again.</summary>
public static class ClassifierEncoder
{
    /// <summary>The encoder.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="folder">Where its folder lies now; null takes where it lay. The built-in encoder has none.</param>
    /// <param name="cancellationToken">Stops the loading.</param>
    /// <returns>The encoder. The caller disposes it where it can be disposed and is not the built-in one.</returns>
    /// <exception cref="ClassifierException">It is another one, or only a round could make it.</exception>
    /// <exception cref="EncoderException">Its folder is missing or damaged.</exception>
    public static ITextEncoder Of(SavedClassifier classifier, string? folder, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        EncoderSection setting = classifier.Card.Encoder.Setting;
        ITextEncoder encoder = folder is null
            ? EncoderFactory.InProcess(setting, Path.GetTempPath(), cancellationToken)
                ?? throw new ClassifierException($"The model was made with the encoder {classifier.Card.Encoder.Name}, which no folder holds. Models for 'fdkt predict' need a built-in, ONNX or checkpoint encoder.")
            : EncoderFactory.InProcess(EncoderFactory.OfFolder(folder) with { MaximumTokens = setting.MaximumTokens }, Path.GetTempPath(), cancellationToken)!;
        try
        {
            classifier.RequireEncoder(encoder);
            return encoder;
        }
        catch
        {
            EncoderFactory.Release(encoder);
            throw;
        }
    }
}

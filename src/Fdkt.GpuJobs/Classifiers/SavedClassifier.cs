using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Encoders;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Classifiers;

/// <summary>A client's classifier: state of a text, projected to the public space, to the probability of each class. Immutable and thread-safe.</summary>
/// <param name="Card">What it is.</param>
/// <param name="Space">The public space.</param>
/// <param name="Head">The head.</param>
public sealed record SavedClassifier(ClassifierCard Card, PublicSpace Space, SoftmaxHead Head)
{
    /// <summary>Labels texts. Each is encoded alone, as the rows of a report's test set are: a label depends on nothing but its text.</summary>
    /// <param name="encoder">The encoder that the card names.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="progress">Told how many texts are done; null tells nobody.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Per text its class and the probability of each class.</returns>
    /// <exception cref="ClassifierException">It is another encoder.</exception>
    public async Task<IReadOnlyList<Prediction>> PredictAsync(ITextEncoder encoder, IReadOnlyList<string> texts, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        RequireEncoder(encoder);
        float[][] states = await encoder.EncodeAsync(texts, EncodingMode.Independent, progress, cancellationToken).ConfigureAwait(false);
        return [.. Head.Predict(Space.Project(states)).Select(probabilities => new Prediction(Array.IndexOf(probabilities, probabilities.Max()), probabilities))];
    }

    /// <summary>Holds an encoder to the card.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <exception cref="ClassifierException">It is another encoder.</exception>
    public void RequireEncoder(ITextEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder.Hash != Card.Encoder.Hash)
        {
            throw new ClassifierException(
                $"The model was made with the encoder {Card.Encoder.Name} ({Short(Card.Encoder.Hash)}), and {encoder.Name} is another ({Short(encoder.Hash)}). Name the folder of the first with --encoder.");
        }
    }

    private static string Short(string hash) => hash[..Math.Min(8, hash.Length)];
}

/// <summary>What a classifier says of a text.</summary>
/// <param name="Label">The likeliest class, from 0; of several the first.</param>
/// <param name="Probabilities">Per class one number; they sum to 1.</param>
public sealed record Prediction(int Label, IReadOnlyList<double> Probabilities);

using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>The client's filter after receipt: a judge trained on its own rows drops texts whose class it finds unlikely.</summary>
/// <remarks>Runs at the client on text that never leaves it again, so it costs no privacy. Its choice must not be sent on.</remarks>
public sealed class ClientFilter
{
    private readonly EncodingClassifier _judge;

    /// <summary>Trains the judge on public features of the private rows.</summary>
    /// <param name="model">Encoder. Not owned.</param>
    /// <param name="privateRows">The client's rows; at least one.</param>
    /// <param name="classes">Number of classes.</param>
    public ClientFilter(PublicModel model, IReadOnlyList<Example> privateRows, int classes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(privateRows);
        _judge = EncodingClassifier.Train(model, privateRows, classes);
    }

    /// <summary>Class probabilities of texts by the judge: also the baseline "private rows on public features".</summary>
    /// <param name="texts">Any texts.</param>
    /// <returns>Per text, one probability per class.</returns>
    public double[][] Predict(IReadOnlyList<string> texts) => _judge.Predict(texts);

    /// <summary>Keeps texts whose class is the judge's first choice or at least as likely as the threshold.</summary>
    /// <param name="texts">Received texts.</param>
    /// <param name="threshold">In [0, 1].</param>
    /// <returns>The texts that stay, in order.</returns>
    public IReadOnlyList<Example> Apply(IReadOnlyList<Example> texts, double threshold)
    {
        ArgumentNullException.ThrowIfNull(texts);
        double[][] predicted = Predict([.. texts.Select(text => text.Text)]);
        return [.. texts.Where((text, i) => predicted[i][text.Label] >= threshold || predicted[i].Max() == predicted[i][text.Label])];
    }
}

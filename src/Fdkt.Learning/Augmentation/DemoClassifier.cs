using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;

namespace Fdkt.Learning.Augmentation;

/// <summary>What the demonstrations, taken together, say about the class of a text. The server's own judge; it sees nothing private.</summary>
internal sealed class DemoClassifier
{
    private readonly EncodingClassifier _classifier;

    private DemoClassifier(EncodingClassifier classifier) => _classifier = classifier;

    public static DemoClassifier Train(PublicModel model, IReadOnlyList<Example> demos, int classes) => new(EncodingClassifier.Train(model, demos, classes));

    /// <summary>Per text the lead of its class over the best other, in [−1, 1].</summary>
    public double[] Margins(IReadOnlyList<Example> texts)
    {
        double[][] predicted = _classifier.Predict([.. texts.Select(text => text.Text)]);
        return [.. predicted.Select((p, i) => p[texts[i].Label] - p.Where((_, c) => c != texts[i].Label).DefaultIfEmpty(0).Max())];
    }
}

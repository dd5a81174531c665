namespace Fdkt.Learning.Tests.Samples;

/// <summary>Multinomial logistic regression on tf-idf words, unit length, by full-batch gradient descent: the plain baseline.</summary>
internal sealed class LinearTextClassifier
{
    private const int Steps = 300;
    private const double Rate = 20;
    private const double Decay = 1e-4;

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly double[] _idf;
    private readonly string[] _labels;
    private readonly double[][] _weights;

    public LinearTextClassifier(IReadOnlyList<(string[] Words, string Label)> records)
    {
        _labels = [.. records.Select(record => record.Label).Distinct().Order(StringComparer.Ordinal)];
        var documents = new List<int>();
        foreach ((string[] words, _) in records)
        {
            foreach (string word in words.Distinct())
            {
                if (_index.TryAdd(word, documents.Count))
                {
                    documents.Add(0);
                }

                documents[_index[word]]++;
            }
        }

        _idf = [.. documents.Select(count => Math.Log((1.0 + records.Count) / (1.0 + count)) + 1)];
        _weights = [.. _labels.Select(_ => new double[_idf.Length])];
        var features = records.Select(record => (X: Features(record.Words), Y: Array.IndexOf(_labels, record.Label))).ToList();
        for (int step = 0; step < Steps; step++)
        {
            Step(features);
        }
    }

    public string Predict(string[] words)
    {
        double[] scores = Probabilities(Features(words));
        return _labels[Array.IndexOf(scores, scores.Max())];
    }

    private void Step(List<((int Word, double Value)[] X, int Y)> features)
    {
        double[][] gradient = [.. _labels.Select(_ => new double[_idf.Length])];
        foreach (((int Word, double Value)[] x, int y) in features)
        {
            double[] p = Probabilities(x);
            for (int label = 0; label < p.Length; label++)
            {
                double error = (p[label] - (label == y ? 1 : 0)) / features.Count;
                foreach ((int word, double value) in x)
                {
                    gradient[label][word] += error * value;
                }
            }
        }

        for (int label = 0; label < gradient.Length; label++)
        {
            for (int word = 0; word < _idf.Length; word++)
            {
                _weights[label][word] -= Rate * (gradient[label][word] + (Decay * _weights[label][word]));
            }
        }
    }

    private double[] Probabilities((int Word, double Value)[] x)
    {
        double[] scores = [.. _weights.Select(weights => x.Sum(feature => weights[feature.Word] * feature.Value))];
        double highest = scores.Max();
        double[] exponentials = [.. scores.Select(score => Math.Exp(score - highest))];
        double sum = exponentials.Sum();
        return [.. exponentials.Select(value => value / sum)];
    }

    private (int Word, double Value)[] Features(string[] words)
    {
        (int Word, double Value)[] x = [.. words.Where(_index.ContainsKey).GroupBy(word => _index[word])
            .Select(group => (group.Key, (1 + Math.Log(group.Count())) * _idf[group.Key]))];
        double length = Math.Sqrt(x.Sum(feature => feature.Value * feature.Value));
        return [.. x.Select(feature => (feature.Word, feature.Value / Math.Max(length, 1e-12)))];
    }
}

using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Students;

/// <summary>Texts with a class, as their states in the public space. Immutable and thread-safe.</summary>
/// <param name="states">One state per text.</param>
/// <param name="labels">Class of each text, from 0.</param>
/// <param name="classes">Number of classes.</param>
/// <param name="texts">The texts themselves; null where nobody needs them.</param>
public sealed class LabelledStates(IReadOnlyList<float[]> states, IReadOnlyList<int> labels, int classes, IReadOnlyList<string>? texts = null)
{
    private readonly int[] _counts = Counted(labels, classes);
    private readonly Dictionary<double, SoftmaxHead> _heads = [];

    /// <summary>One state per text.</summary>
    public IReadOnlyList<float[]> States => states;

    /// <summary>Class of each text.</summary>
    public IReadOnlyList<int> Labels => labels;

    /// <summary>The texts with their class; none where the texts are not kept.</summary>
    public IReadOnlyList<Example> Examples => texts is null ? [] : [.. texts.Select((text, i) => new Example(text, labels[i]))];

    /// <summary>Number of classes.</summary>
    public int Classes => classes;

    /// <summary>Number of texts.</summary>
    public int Count => labels.Count;

    /// <summary>Texts of each class.</summary>
    public IReadOnlyList<int> Counts => _counts;

    private IReadOnlyList<string>? Kept => texts;

    /// <summary>Some of the texts.</summary>
    /// <param name="kept">Numbers of the texts to keep.</param>
    public LabelledStates Select(IReadOnlyList<int> kept) =>
        new([.. kept.Select(i => states[i])], [.. kept.Select(i => labels[i])], classes, texts is null ? null : [.. kept.Select(i => texts[i])]);

    /// <summary>These texts, then others.</summary>
    /// <param name="other">The texts to follow.</param>
    public LabelledStates Concat(LabelledStates other)
    {
        ArgumentNullException.ThrowIfNull(other);
        IReadOnlyList<string>? all = texts is not null && other.Kept is { } others ? [.. texts, .. others] : null;
        return new LabelledStates([.. states, .. other.States], [.. labels, .. other.Labels], classes, all);
    }

    /// <summary>As rows that share a weight, each class the same part of it.</summary>
    /// <param name="total">The weight of all together.</param>
    internal HeadRows Balanced(double total)
    {
        int present = _counts.Count(count => count > 0);
        return new HeadRows(states, labels, [.. labels.Select(label => total / present / _counts[label])]);
    }

    /// <summary>As rows of one weight each, whose class mix says nothing of the mix where the head is used.</summary>
    /// <param name="weight">The weight of each.</param>
    internal HeadRows Unmixed(double weight) =>
        new(states, labels, [.. Enumerable.Repeat(weight, Count)], [.. _counts.Select(count => (double)count * classes / Count)]);

    /// <summary>The head of these texts alone. Fitted once: all clients of a round that receive the same texts share it.</summary>
    /// <param name="total">The weight of all texts together.</param>
    /// <param name="start">Where the search starts.</param>
    internal SoftmaxHead Head(double total, SoftmaxHead? start = null)
    {
        lock (_heads)
        {
            if (!_heads.TryGetValue(total, out SoftmaxHead? head))
            {
                _heads[total] = head = SoftmaxHeadTrainer.Fit([Balanced(total)], classes, start);
            }

            return head;
        }
    }

    private static int[] Counted(IReadOnlyList<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (int label in labels)
        {
            counts[label]++;
        }

        return counts;
    }
}

using System.Numerics.Tensors;
using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Embedding;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Demonstrations;

/// <summary>Chooses demonstrations: real public texts, per class, the surest first, without texts that say what another one says.</summary>
public static class DemonstrationChooser
{
    // Cosine of two states from which one text is a copy of the other, but for a name or a number.
    private const double NearCopy = 0.95;

    // Fewer words than this are no text to show a language model.
    private const int MinimumWords = 4;

    /// <summary>Chooses.</summary>
    /// <param name="corpus">The public texts.</param>
    /// <param name="choice">Which class claims each, and how surely.</param>
    /// <param name="wanted">Demonstrations wanted of each class.</param>
    /// <returns>The demonstrations, class by class. Every class has at least one, however weak its claim.</returns>
    public static DemonstrationSet Choose(PublicCorpus corpus, TextChoice choice, IReadOnlyList<int> wanted)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(choice);
        ArgumentNullException.ThrowIfNull(wanted);
        var demos = new List<Example>();
        long copies = 0, brief = 0, looked = 0;
        foreach ((int label, int[] ranked) in choice.Surest(1, int.MaxValue).Index())
        {
            var chosen = new List<int>();
            foreach (int i in ranked)
            {
                if (chosen.Count == wanted[label])
                {
                    break;
                }

                looked++;
                if (Words.Of(corpus.Texts[i]).Count < MinimumWords)
                {
                    brief++;
                }
                else if (chosen.Exists(j => TensorPrimitives.CosineSimilarity<float>(corpus.States[i], corpus.States[j]) >= NearCopy))
                {
                    copies++;
                }
                else
                {
                    chosen.Add(i);
                }
            }

            // A class that claims no text shows the one nearest to it: no class vanishes.
            if (chosen.Count == 0)
            {
                chosen.Add(choice.Nearest[label]);
            }

            demos.AddRange(chosen.Select(i => new Example(corpus.Texts[i], label)));
        }

        return new DemonstrationSet(demos, looked, copies, brief);
    }
}

/// <summary>Demonstrations and what was passed over for them.</summary>
/// <param name="Demos">The demonstrations.</param>
/// <param name="Looked">Texts looked at.</param>
/// <param name="Copies">Passed over: near-copies of one chosen before.</param>
/// <param name="Brief">Passed over: too few words.</param>
public sealed record DemonstrationSet(IReadOnlyList<Example> Demos, long Looked, long Copies, long Brief);

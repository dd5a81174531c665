using Fdkt.Contracts.Rounds;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Samples;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Stages;

/// <summary>The round that runs when none is given: text made by <see cref="SampleCorpus"/>, and the public model that ships beside the program.</summary>
/// <remarks>The model is made from the public part alone by <c>fdkt pretrain --out samples/public-model</c>.</remarks>
public static class BuiltInSample
{
    /// <summary>What the round is called.</summary>
    public const string Name = "sample";

    /// <summary>Texts of the public part; their classes are never read.</summary>
    public const int PublicRows = 6_000;

    private const int PrivateRows = 3_000;
    private const int TestRows = 2_000;
    private const int Clients = 8;
    private const int RecordsPerClient = 50;
    private const double Skew = 0.3;
    private const int Seeds = 3;

    // Unlike seeds give unlike parts. Rows that chance made equal to public ones are left out of the other parts.
    private const int PublicSeed = 1;
    private const int PrivateSeed = 2;
    private const int TestSeed = 3;

    /// <summary>Where the public model lies: in the folder of the program.</summary>
    public static string ModelFolder => Path.Combine(AppContext.BaseDirectory, "public-model");

    /// <summary>The public part, without classes.</summary>
    /// <returns>The texts.</returns>
    public static IReadOnlyList<string> PublicTexts() => [.. SampleCorpus.Generate(PublicRows, PublicSeed).Select(row => row.Text)];

    /// <summary>Private and test rows.</summary>
    /// <returns>The rows.</returns>
    public static RunInputs Inputs()
    {
        HashSet<string> known = [.. PublicTexts()];
        IReadOnlyList<Example> test = Rows(TestRows, TestSeed, known);
        known.UnionWith(test.Select(row => row.Text));
        return new RunInputs(SampleCorpus.Labels, SampleCorpus.Domain, Rows(PrivateRows, PrivateSeed, known), test, null, []);
    }

    /// <summary>
    /// The round of the sample: many clients with few records each, whose classes are skewed, which is what a federation is for. A round file or flags are laid over it:
    /// whatever they give wins.
    /// </summary>
    public static RoundFile Round { get; } = new(
        Task: new TaskSection(Name, SampleCorpus.Domain, SampleCorpus.Labels),
        Clients: new ClientsSection(Clients, RecordsPerClient, PartitionKind.Dirichlet, Skew),
        Synthesis: new SynthesisSection(DemosPerLabel: 20),
        Augmentation: new AugmentationSection(TextsPerLabel: 350),
        Seeds: SeedList.OfCount(Seeds));

    /// <summary>Whether a round is one of the sample: it names neither data nor labels, with which it would be about text that others hold.</summary>
    /// <param name="round">The round, before anything is laid under it.</param>
    public static bool Suits(RoundFile round)
    {
        ArgumentNullException.ThrowIfNull(round);
        return round.Data is null && round.Task.Labels is null;
    }

    /// <summary>Size and budget of the model that ships.</summary>
    /// <param name="section">What the round file says.</param>
    /// <returns>The options.</returns>
    public static PublicModelOptions PretrainingOptions(PretrainingSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return RoundOptions.PublicModel(section with { Minutes = section.Minutes ?? 8, VocabularySize = section.VocabularySize ?? 2_000, ContextLength = section.ContextLength ?? 64 });
    }

    private static IReadOnlyList<Example> Rows(int count, int seed, HashSet<string> known)
    {
        Dictionary<string, int> labels = SampleCorpus.Labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index, StringComparer.Ordinal);
        return [.. SampleCorpus.Generate(count, seed).Where(row => !known.Contains(row.Text)).Select(row => new Example(row.Text, labels[row.Label]))];
    }
}

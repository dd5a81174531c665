using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Learning.Students.FineTuning;
using Fdkt.Learning.Synthesis;
using Fdkt.Learning.TextStates;
using Fdkt.Privacy.Noise;
using static TorchSharp.torch;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Turns the sections of a round file into the options of the stages; what is left out gets a value that suits the task.</summary>
public static class RoundOptions
{
    /// <summary>A year: no run is longer, and a time span holds it.</summary>
    private const double LongestMinutes = 525_600;

    private const int DefaultBaseTokens = 128;
    private const int DefaultTexts = 2_800;
    private const int DefaultDemos = 640;
    private const int DefaultTopK = 100;

    /// <summary>Size and budget of a public model.</summary>
    /// <param name="section">What the round file says.</param>
    /// <returns>The options.</returns>
    public static PublicModelOptions PublicModel(PretrainingSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var defaults = new PublicModelOptions();
        int hidden = section.HiddenSize ?? defaults.HiddenSize;
        return defaults with
        {
            Budget = section.Minutes is { } minutes ? TimeSpan.FromMinutes(Math.Min(minutes, LongestMinutes)) : defaults.Budget,
            VocabularySize = section.VocabularySize ?? defaults.VocabularySize,
            HiddenSize = hidden,
            Heads = Enumerable.Range(1, Math.Max(1, hidden / 32)).Reverse().First(heads => hidden % heads == 0 && hidden / heads % 2 == 0),
            Layers = section.Layers ?? defaults.Layers,
            MaximumTokens = section.ContextLength ?? defaults.MaximumTokens,
        };
    }

    /// <summary>Budget and length of a public model that starts from a published one.</summary>
    /// <param name="section">What the round file says. No minutes leave the base's weights as they are.</param>
    /// <returns>The options; the shape is the checkpoint's.</returns>
    public static PublicModelOptions BaseModel(PretrainingSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        var defaults = new PublicModelOptions();
        return defaults with
        {
            Budget = section.Minutes is { } minutes ? TimeSpan.FromMinutes(Math.Min(minutes, LongestMinutes)) : defaults.Budget,
            MaximumTokens = section.ContextLength ?? DefaultBaseTokens,
        };
    }

    internal static ScalarType? Dtype(WeightType? type) => type switch
    {
        null => null,
        WeightType.Float32 => ScalarType.Float32,
        WeightType.Bfloat16 => ScalarType.BFloat16,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No type to train in."),
    };

    internal static ClientSynthesisOptions Synthesis(PrivacySection privacy, SynthesisSection synthesis, int records, int classes, int seed) => new()
    {
        Mechanism = Mechanism(privacy.Mechanism),
        Epsilon = privacy.Epsilon,
        Delta = privacy.Delta.Resolve(records),
        ClipNorm = privacy.ClipNorm,
        ExpectedBatchSize = privacy.ExpectedBatchSize,
        Epochs = privacy.Epochs,
        LoraRank = privacy.LoraRank,
        Topics = synthesis.Topics,
        RefineWithVotes = privacy.RefineWithVotes,
        Noise = privacy.Noise == PrivacyNoise.Discrete ? GradientNoise.Discrete : GradientNoise.Gaussian,
        RecordsPerUser = privacy.RecordsPerUser,
        LabelMix = synthesis.LabelMix == DemoMix.Matched ? LabelMix.Matched : LabelMix.Uniform,
        Demos = Demos(synthesis, classes, seed),
    };

    internal static AugmentationOptions Augmentation(AugmentationSection section, int classes, int seed) => new()
    {
        TextsPerLabel = section.TextsPerLabel ?? Math.Max(20, DefaultTexts / classes),
        ShotsPerLabel = section.ShotsPerLabel ?? new AugmentationOptions { Seed = 0 }.ShotsPerLabel,
        SamplesPerCluster = section.SamplesPerCluster,
        MinimumWords = section.MinimumWords,
        Temperature = section.Temperature,
        TopK = section.TopK ?? DefaultTopK,
        TopP = section.TopP,
        Seed = seed,
    };

    internal static StudentOptions Student(TrainingSection section) => new()
    {
        InverseRegularization = section.InverseRegularization,
        Folds = section.ValidationFolds,
        PrivateWeights = section.PrivateWeight is { } weight ? [weight] : new StudentOptions().PrivateWeights,
    };

    internal static FineTuningOptions FineTuning(StudentSection section, string folder) => new()
    {
        Folder = folder,
        Method = section.Tuning switch
        {
            StudentTuning.Auto => TuningMethod.Auto,
            StudentTuning.Full => TuningMethod.Full,
            StudentTuning.Lora => TuningMethod.Lora,
            _ => throw new ArgumentOutOfRangeException(nameof(section), section.Tuning, "Unknown tuning."),
        },
        LoraRank = section.LoraRank,
        Pooling = section.Pooling switch
        {
            StudentPooling.Auto => null,
            StudentPooling.First => StatePooling.First,
            StudentPooling.Mean => StatePooling.Mean,
            StudentPooling.Last => StatePooling.Last,
            _ => throw new ArgumentOutOfRangeException(nameof(section), section.Pooling, "Unknown pooling."),
        },
        BatchSize = section.BatchSize,
        ReceivedEpochs = section.AugmentedEpochs,
        OwnEpochs = section.Epochs,
        Patience = section.Patience,
        LearningRate = section.LearningRate,
        MaximumTokens = section.MaximumTokens,
        ValidationFraction = section.ValidationFraction,
    };

    private static DemoOptions Demos(SynthesisSection section, int classes, int seed)
    {
        int perLabel = section.DemosPerLabel ?? Math.Max(10, DefaultDemos / classes);
        return new DemoOptions
        {
            PerLabel = perLabel,
            Oversampling = section.Candidates is { } candidates ? Math.Max(1, (double)candidates / perLabel) : new DemoOptions { Seed = 0 }.Oversampling,
            Temperature = section.Temperature,
            TopK = section.TopK ?? DefaultTopK,
            TopP = section.TopP,
            MaximumTokens = section.MaximumTokens,
            Seed = seed,
        };
    }

    private static SynthesisMechanism? Mechanism(PrivacyMechanism mechanism) => mechanism switch
    {
        PrivacyMechanism.Auto => null,
        PrivacyMechanism.ClassMeans => SynthesisMechanism.ClassMeans,
        PrivacyMechanism.Votes => SynthesisMechanism.Votes,
        PrivacyMechanism.ClassPrompts => SynthesisMechanism.ClassPrompts,
        PrivacyMechanism.Lora => SynthesisMechanism.Lora,
        PrivacyMechanism.Full => SynthesisMechanism.Full,
        _ => throw new ArgumentOutOfRangeException(nameof(mechanism), mechanism, "Unknown mechanism."),
    };
}

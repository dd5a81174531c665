using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Rounds;

/// <summary>The round file, <c>round.json</c>: all that one round needs to know. The same file starts a round on one machine and in the cloud.</summary>
/// <param name="SchemaVersion">Version of this format; 1 is the only one there is.</param>
/// <param name="Task">What is classified.</param>
/// <param name="Data">Where the rows are; null means the sample that ships with Fdkt.</param>
/// <param name="Clients">Who holds the private rows.</param>
/// <param name="Privacy">What each client promises.</param>
/// <param name="Pretraining">How the base model is made.</param>
/// <param name="Synthesis">How demonstrations are made.</param>
/// <param name="Augmentation">How the server extends them.</param>
/// <param name="Training">How the classifier is trained.</param>
/// <param name="Federation">How the round behaves where clients are processes of their own.</param>
/// <param name="Comparisons">The rows of the table, among them privateOnly and fdkt; left out, the nine that docs/round-file.md names.</param>
/// <param name="Seeds">The repetitions: a list, or a count; left out, three.</param>
/// <param name="Encoder">What turns texts into states, in every row of the table.</param>
public sealed record RoundFile(
    int SchemaVersion = RoundFile.CurrentSchemaVersion,
    TaskSection? Task = null,
    DataSection? Data = null,
    ClientsSection? Clients = null,
    PrivacySection? Privacy = null,
    PretrainingSection? Pretraining = null,
    SynthesisSection? Synthesis = null,
    AugmentationSection? Augmentation = null,
    TrainingSection? Training = null,
    FederationSection? Federation = null,
    IReadOnlyList<Comparison>? Comparisons = null,
    SeedList? Seeds = null,
    EncoderSection? Encoder = null)
{
    /// <summary>The version that this build writes, and the only one it reads.</summary>
    public const int CurrentSchemaVersion = 1;

    private const int DefaultSeedCount = 3;

    /// <summary>The rows that are compared unless the file says otherwise: what a client has alone and the best it can do alone, FDKT and its parts, and the bounds.</summary>
    public static IReadOnlyList<Comparison> DefaultComparisons { get; } =
    [
        Comparison.PrivateOnly, Comparison.SelfTraining, Comparison.OwnMeans, Comparison.ZeroShot, Comparison.PublicPseudoLabels, Comparison.DemosOnly, Comparison.Fdkt, Comparison.NonPrivateDemos,
        Comparison.PooledRealRows,
    ];

    /// <summary>What is classified. Never null.</summary>
    public TaskSection Task { get; init; } = Task ?? new();

    /// <summary>Who holds the private rows. Never null.</summary>
    public ClientsSection Clients { get; init; } = Clients ?? new();

    /// <summary>What each client promises. Never null.</summary>
    public PrivacySection Privacy { get; init; } = Privacy ?? new();

    /// <summary>How the base model is made. Never null.</summary>
    public PretrainingSection Pretraining { get; init; } = Pretraining ?? new();

    /// <summary>How demonstrations are made. Never null.</summary>
    public SynthesisSection Synthesis { get; init; } = Synthesis ?? new();

    /// <summary>How the server extends them. Never null.</summary>
    public AugmentationSection Augmentation { get; init; } = Augmentation ?? new();

    /// <summary>How the classifier is trained. Never null.</summary>
    public TrainingSection Training { get; init; } = Training ?? new();

    /// <summary>How the round behaves where clients are processes of their own. Never null.</summary>
    public FederationSection Federation { get; init; } = Federation ?? new();

    /// <summary>The rows of the table. Never null.</summary>
    public IReadOnlyList<Comparison> Comparisons { get; init; } = Comparisons ?? DefaultComparisons;

    /// <summary>What turns texts into states. Never null.</summary>
    public EncoderSection Encoder { get; init; } = Encoder ?? new();

    /// <summary>The repetitions. Never null.</summary>
    public SeedList Seeds { get; init; } = Seeds ?? SeedList.OfCount(DefaultSeedCount);
}

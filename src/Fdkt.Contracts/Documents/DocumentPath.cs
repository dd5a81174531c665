using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Documents;

/// <summary>Where a control document lies. Built from ids.</summary>
public sealed record DocumentPath
{
    private const int HashLength = 16;

    private DocumentPath(string name) => Name = name;

    /// <summary>Name inside the documents' container.</summary>
    public string Name { get; }

    /// <summary>A client's enrolment.</summary>
    /// <param name="client">The client.</param>
    public static DocumentPath Client(ClientId client) => new($"{Clients}{client}.json");

    /// <summary>How a client's privacy ledger last stood, as its releases say.</summary>
    /// <param name="client">The client.</param>
    public static DocumentPath Ledger(ClientId client) => new($"ledgers/{client}.json");

    /// <summary>A round's order.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Request(RoundId round) => new($"{Rounds}{round}/request.json");

    /// <summary>Where a round stands.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Status(RoundId round) => new($"{Rounds}{round}/status.json");

    /// <summary>What a round came to.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Outcome(RoundId round) => new($"{Rounds}{round}/outcome.json");

    /// <summary>How far the jobs of a round are.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Progress(RoundId round) => new($"{Rounds}{round}/progress.json");

    /// <summary>The demonstrations a repetition goes on with.</summary>
    /// <param name="round">The round.</param>
    /// <param name="seed">The repetition.</param>
    public static DocumentPath DemoPool(RoundId round, int seed) => new($"{Rounds}{round}/demos/{Seed(seed)}.json");

    /// <summary>Demonstrations that a round asked for and that passed the checks.</summary>
    /// <param name="round">The round that asked.</param>
    /// <param name="seed">The repetition.</param>
    /// <param name="client">The client.</param>
    public static DocumentPath Accepted(RoundId round, int seed, ClientId client) => new($"accepted/{round}/{Seed(seed)}.{client}.json");

    /// <summary>The round that holds a task: one at a time.</summary>
    /// <param name="task">The task.</param>
    public static DocumentPath ActiveRound(TaskId task) => new($"tasks/{task}.json");

    /// <summary>How far a schedule is.</summary>
    /// <param name="schedule">Its name, by <see cref="NameRule"/>.</param>
    public static DocumentPath Schedule(string schedule) => new($"schedules/{NameRule.Check(schedule, "schedule")}.json");

    /// <summary>The last fact of a job.</summary>
    /// <param name="job">The job.</param>
    public static DocumentPath Result(JobId job) => new($"results/{job}.json");

    /// <summary>A push that waits for a round of its task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="client">The client.</param>
    /// <param name="contentHash">First 16 hexadecimal digits of the content hash.</param>
    public static DocumentPath Held(TaskId task, ClientId client, string contentHash) => new($"{HeldOf(task)}{client}.{Hash(contentHash)}.json");

    /// <summary>A push that a round took: the claim, written once.</summary>
    /// <param name="task">The task.</param>
    /// <param name="client">The client.</param>
    /// <param name="contentHash">First 16 hexadecimal digits of the content hash.</param>
    public static DocumentPath Taken(TaskId task, ClientId client, string contentHash) => new($"taken/{task}/{client}.{Hash(contentHash)}.json");

    /// <summary>Prefix of all enrolments.</summary>
    public const string Clients = "clients/";

    /// <summary>Prefix of all rounds.</summary>
    public const string Rounds = "rounds/";

    /// <summary>Prefix of a task's waiting pushes.</summary>
    /// <param name="task">The task.</param>
    public static string HeldOf(TaskId task) => $"held/{task}/";

    private static string Seed(int seed) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"s{seed}");

    private static string Hash(string contentHash)
    {
        ArgumentNullException.ThrowIfNull(contentHash);
        return contentHash.Length >= HashLength && contentHash.All(char.IsAsciiHexDigitLower) ? contentHash[..HashLength] : throw new InvalidNameException("content hash", contentHash);
    }
}

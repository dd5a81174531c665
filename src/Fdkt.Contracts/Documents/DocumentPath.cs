using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Documents;

/// <summary>Where a control document lies. Built from ids.</summary>
public sealed record DocumentPath
{
    private DocumentPath(string name) => Name = name;

    /// <summary>Name inside the documents' container.</summary>
    public string Name { get; }

    /// <summary>A client's enrolment.</summary>
    /// <param name="client">The client.</param>
    public static DocumentPath Client(ClientId client) => new($"{Clients}{client}.json");

    /// <summary>A round's order.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Request(RoundId round) => new($"{Rounds}{round}/request.json");

    /// <summary>Where a round stands.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Status(RoundId round) => new($"{Rounds}{round}/status.json");

    /// <summary>What a round came to.</summary>
    /// <param name="round">The round.</param>
    public static DocumentPath Outcome(RoundId round) => new($"{Rounds}{round}/outcome.json");

    /// <summary>The last fact of a job.</summary>
    /// <param name="job">The job.</param>
    public static DocumentPath Result(JobId job) => new($"results/{job}.json");

    /// <summary>A push that waits for a round of its task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="client">The client.</param>
    /// <param name="contentHash">First 16 hexadecimal digits of the content hash.</param>
    public static DocumentPath Held(TaskId task, ClientId client, string contentHash)
    {
        ArgumentNullException.ThrowIfNull(contentHash);
        return contentHash.Length >= 16 && contentHash.All(char.IsAsciiHexDigitLower)
            ? new($"{HeldOf(task)}{client}.{contentHash[..16]}.json")
            : throw new InvalidNameException("content hash", contentHash);
    }

    /// <summary>Prefix of all enrolments.</summary>
    public const string Clients = "clients/";

    /// <summary>Prefix of all rounds.</summary>
    public const string Rounds = "rounds/";

    /// <summary>Prefix of a task's waiting pushes.</summary>
    /// <param name="task">The task.</param>
    public static string HeldOf(TaskId task) => $"held/{task}/";
}

using Fdkt.Contracts.Messaging;

namespace Fdkt.Contracts.Federation;

/// <summary>The names of all queues, once.</summary>
public static class FederationQueues
{
    /// <summary>Work for the language-model workers.</summary>
    public static QueueName LanguageModelJobs { get; } = new("jobs-llm");

    /// <summary>Facts of jobs, from workers to the orchestrator.</summary>
    public static QueueName JobResults { get; } = new("job-results");

    /// <summary>Orders to the orchestrator.</summary>
    public static QueueName RoundCommands { get; } = new("round-commands");

    /// <summary>The storage queue on which clients announce demonstrations.</summary>
    public const string DemoUploads = "demo-uploads";

    /// <summary>Work for one client.</summary>
    /// <param name="client">The client.</param>
    public static QueueName ClientJobs(ClientId client) => new($"jobs-{client}");
}

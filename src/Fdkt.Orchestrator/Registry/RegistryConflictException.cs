using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Registry;

/// <summary>The registry holds something about a client that an enrolment must not pass over in silence.</summary>
/// <param name="client">The client.</param>
/// <param name="problem">What, as the rest of a sentence.</param>
public sealed class RegistryConflictException(ClientId client, string problem) : Exception($"Client {client} {problem}")
{
    /// <summary>The client.</summary>
    public ClientId Client { get; } = client;
}

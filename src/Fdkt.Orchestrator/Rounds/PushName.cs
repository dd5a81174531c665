using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>Demonstrations that wait for a round.</summary>
/// <param name="Client">Whose.</param>
/// <param name="Hash">First 16 hexadecimal digits of their content hash.</param>
internal sealed record PushName(ClientId Client, string Hash);

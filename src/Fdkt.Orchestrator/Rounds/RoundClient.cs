using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>A client in one repetition.</summary>
/// <param name="Client">The client.</param>
/// <param name="Phase">Where it stands.</param>
/// <param name="Reason">Why it is refused, failed or quarantined; else null.</param>
/// <param name="Demos">Its accepted demonstrations; else null.</param>
/// <param name="Statement">What was promised about them; else null.</param>
/// <param name="Rows">How many; 0 where there are none.</param>
internal sealed record RoundClient(ClientId Client, ClientPhase Phase, ReasonCode? Reason, DemoSource? Demos, PrivacyStatement? Statement, int Rows)
{
    /// <summary>A client that was asked and has not answered.</summary>
    /// <param name="client">The client.</param>
    public static RoundClient Asked(ClientId client) => new(client, ClientPhase.Asked, null, null, null, 0);

    /// <summary>As the operator sees it.</summary>
    /// <param name="seed">The repetition.</param>
    public ClientStatus Status(int seed) => new(Client, seed, Phase, Reason, Statement?.Epsilon, Rows, Demos?.Manifest);
}

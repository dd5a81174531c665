namespace Fdkt.Bench.RoundScale;

/// <summary>What one round took.</summary>
/// <param name="Clients">N.</param>
/// <param name="PushSeconds">From the first push to the moment in which the orchestrator had taken in all of them.</param>
/// <param name="RoundSeconds">From the order to the stored outcome.</param>
/// <param name="Messages">Messages that the broker took.</param>
/// <param name="PeakMegabytes">Highest resident memory of the orchestrator.</param>
/// <param name="OrchestratorCalls">Storage requests of the orchestrator, of the pushes and the round.</param>
/// <param name="ClientCalls">Storage requests of all clients, of the pushes and the round.</param>
internal sealed record ScaleResult(int Clients, double PushSeconds, double RoundSeconds, long Messages, double PeakMegabytes, long OrchestratorCalls, long ClientCalls)
{
    /// <summary>Pushes and round together.</summary>
    public double Seconds => PushSeconds + RoundSeconds;
}

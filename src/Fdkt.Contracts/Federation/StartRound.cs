namespace Fdkt.Contracts.Federation;

/// <summary>Start a round; the same order twice is one round.</summary>
/// <param name="SchemaVersion">Version of the command.</param>
/// <param name="Request">The order.</param>
public sealed record StartRound(int SchemaVersion, RoundRequest Request) : RoundCommand(SchemaVersion);

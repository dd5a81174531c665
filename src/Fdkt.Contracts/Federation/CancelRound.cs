namespace Fdkt.Contracts.Federation;

/// <summary>End a round before its time.</summary>
/// <param name="SchemaVersion">Version of the command.</param>
/// <param name="Round">The round.</param>
public sealed record CancelRound(int SchemaVersion, RoundId Round) : RoundCommand(SchemaVersion);

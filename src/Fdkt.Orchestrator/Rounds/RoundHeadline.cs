using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>A round in a few numbers.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Seed">The repetition at work; null before the first.</param>
/// <param name="Participants">Clients that take part.</param>
/// <param name="Accepted">Clients whose demonstrations were accepted, in this repetition.</param>
/// <param name="Open">Outcomes that the phase still waits for.</param>
internal sealed record RoundHeadline(RoundPhase Phase, int? Seed, int Participants, int Accepted, int Open);

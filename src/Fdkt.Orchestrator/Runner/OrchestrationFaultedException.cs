using Fdkt.Contracts.Errors;
using Fdkt.Contracts.Federation;

namespace Fdkt.Orchestrator.Runner;

/// <summary>The orchestration itself threw; a replay would come to the same.</summary>
/// <param name="round">The round.</param>
/// <param name="inner">What it threw.</param>
internal sealed class OrchestrationFaultedException(RoundId round, Exception inner) : Exception($"The orchestration of round {round} failed: {FaultText.Brief(inner)}", inner);

using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Contracts.Artifacts;

/// <summary>What the maker of an artifact says about it, besides what the data set itself says.</summary>
/// <param name="Task">The task.</param>
/// <param name="Round">The round that asked for it; null for a push.</param>
/// <param name="Seed">The repetition; null for a push.</param>
/// <param name="Client">The client that made it; null for the server.</param>
/// <param name="Ledger">How the client's privacy ledger stands; null for the server.</param>
public sealed record ArtifactDescription(TaskId Task, RoundId? Round, int? Seed, ClientId? Client, LedgerHead? Ledger = null);

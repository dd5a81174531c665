using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Federation.Local;

/// <summary>What <c>fdkt up</c> is asked for.</summary>
/// <param name="Round">The round, flags laid over it.</param>
/// <param name="BaseDirectory">What its paths are relative to.</param>
/// <param name="Folder">Folder of all that the federation keeps.</param>
/// <param name="Once">Whether everything ends with the round.</param>
internal sealed record UpRequest(RoundFile Round, string BaseDirectory, string Folder, bool Once);

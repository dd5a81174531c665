using Fdkt.Contracts.Rounds;
using Fdkt.ServerModels.Settings;

namespace Fdkt.Cli.Runs.Abstractions;

/// <summary>One call of <c>fdkt run</c>.</summary>
/// <param name="Round">The round file with the flags laid over it; checked. Its data section is null for the built-in sample.</param>
/// <param name="BaseDirectory">What relative paths of the round file are relative to; absolute.</param>
/// <param name="OutputDirectory">Where reports and finished stages go; absolute. It exists.</param>
/// <param name="Resume">Whether finished stages of an earlier attempt may be used.</param>
/// <param name="Parallel">Most seeds at a time, at least 1; null takes the number of processors.</param>
/// <param name="Backend">The server's language model, checked; null takes the public model.</param>
/// <param name="Attack">Whether attacks on the released text are run and reported.</param>
/// <param name="Ledger">The ledger that the releases are charged to, absolute; null charges none.</param>
public sealed record RunRequest(
    RoundFile Round, string BaseDirectory, string OutputDirectory, bool Resume = true, int? Parallel = null, BackendSettings? Backend = null, bool Attack = false, string? Ledger = null);

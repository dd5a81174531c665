using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Runs.Abstractions;

/// <summary>One call of <c>fdkt pretrain</c>.</summary>
/// <param name="Round">The round file whose public corpus and pretraining section are used; checked. Its data section is null for the built-in sample.</param>
/// <param name="BaseDirectory">What relative paths of the round file are relative to; absolute.</param>
/// <param name="OutputDirectory">Where the model goes; absolute. It exists.</param>
public sealed record PretrainRequest(RoundFile Round, string BaseDirectory, string OutputDirectory);

using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Federation.Local;

/// <summary>The round that <c>fdkt up</c> is asked for.</summary>
/// <param name="Round">The round, flags laid over it.</param>
/// <param name="BaseDirectory">What its paths are relative to.</param>
/// <param name="LanguageModel">Flags that name the server's language model; none takes the public model.</param>
/// <param name="ServiceBus">Service Bus, or an emulator of it, to use; null starts the development broker.</param>
internal sealed record UpRequest(RoundFile Round, string BaseDirectory, IReadOnlyList<string> LanguageModel, string? ServiceBus);

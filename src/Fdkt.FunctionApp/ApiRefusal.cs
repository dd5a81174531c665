using Fdkt.Contracts.Federation;

namespace Fdkt.FunctionApp;

/// <summary>Why a call is refused.</summary>
/// <param name="Reason">The stable reason.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record ApiRefusal(ReasonCode Reason, string Detail);

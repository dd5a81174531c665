using System.Text.Json;
using Fdkt.Contracts.Federation;

namespace Fdkt.Transport.Jobs;

/// <summary>Reason codes as brokers see them: the names that the contracts use.</summary>
internal static class ReasonNames
{
    public static string Of(ReasonCode reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}

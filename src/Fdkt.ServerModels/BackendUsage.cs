using System.Globalization;

namespace Fdkt.ServerModels;

/// <summary>What a back end was asked for so far.</summary>
/// <param name="Requests">Requests sent, those repeated included.</param>
/// <param name="Answers">Requests that were answered.</param>
/// <param name="InputTokens">Tokens of prompts, as the server counts them.</param>
/// <param name="OutputTokens">Tokens of replies, as the server counts them.</param>
/// <param name="Cost">What they cost at the prices of the settings; null where there are none.</param>
public sealed record BackendUsage(long Requests, long Answers, long InputTokens, long OutputTokens, double? Cost)
{
    /// <summary>The numbers in a line.</summary>
    public override string ToString()
    {
        string cost = Cost is { } sum ? string.Create(CultureInfo.InvariantCulture, $", cost {sum:0.######}") : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{Requests:N0} requests, {Answers:N0} answers, {InputTokens:N0} tokens of prompts, {OutputTokens:N0} of replies{cost}");
    }
}

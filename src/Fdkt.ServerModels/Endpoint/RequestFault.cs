using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;

namespace Fdkt.ServerModels.Endpoint;

/// <summary>What a failed request means, and how long the server asks to wait.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Status">Status of the answer; 0 where there was none.</param>
/// <param name="RetryAfter">What the server asks for; null where it says nothing.</param>
/// <param name="Cause">What was thrown. Its message may hold text of the prompt: it goes nowhere.</param>
internal sealed record RequestFault(FaultKind Kind, int Status, TimeSpan? RetryAfter, Exception Cause)
{
    /// <summary>Reads what a client threw.</summary>
    /// <param name="cause">Anything but a request to stop.</param>
    /// <param name="clock">For dates in headers.</param>
    public static RequestFault Of(Exception cause, TimeProvider clock)
    {
        // Whatever else is thrown says that the answer was cut off, late or no answer of the protocol.
        if (cause is not ClientResultException { Status: var status and >= 300 } result)
        {
            return new RequestFault(FaultKind.Passing, (cause as ClientResultException)?.Status ?? 0, null, cause);
        }

        PipelineResponse? response = result.GetRawResponse();
        string body = Body(response);
        bool Says(params string[] words) => words.Any(word => body.Contains(word, StringComparison.OrdinalIgnoreCase));
        FaultKind kind = status switch
        {
            _ when Says("insufficient_quota", "billing_hard_limit_reached") => FaultKind.Hopeless,
            400 or 413 or 415 or 422 or 501 when Says("content_filter", "content_policy", "ResponsibleAIPolicyViolation") => FaultKind.Refused,
            400 or 413 or 422 when Says("context_length_exceeded", "maximum context length", "context size", "exceed_context_size_error", "prompt is too long") => FaultKind.PromptTooLong,
            400 or 413 or 415 or 422 or 501 => FaultKind.Rejected,
            408 or 409 or 425 or 429 or >= 500 => FaultKind.Passing,
            _ => FaultKind.Hopeless,
        };
        return new RequestFault(kind, status, RetryAfterOf(response, clock), cause);
    }

    private static string Body(PipelineResponse? response)
    {
        try
        {
            return response?.Content.ToString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            return string.Empty; // The answer to a stream that was never read.
        }
    }

    private static TimeSpan? RetryAfterOf(PipelineResponse? response, TimeProvider clock)
    {
        string? Header(string name) => response is not null && response.Headers.TryGetValue(name, out string? value) ? value : null;
        TimeSpan? Number(string? text, Func<double, TimeSpan> unit) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and < 1e9 ? unit(value) : null;
        return Number(Header("retry-after-ms"), TimeSpan.FromMilliseconds)
            ?? Number(Header("Retry-After"), TimeSpan.FromSeconds)
            ?? (DateTimeOffset.TryParse(Header("Retry-After"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date) && date > clock.GetUtcNow()
                ? date - clock.GetUtcNow()
                : null);
    }
}

using Polly;
using Polly.Retry;

namespace Fdkt.Transport.Resilience;

/// <summary>
/// The one place that says how calls are tried again. Storage is the exception: its SDK retries each request by itself, and one call has one retry layer.
/// </summary>
public static class Retries
{
    /// <summary>Tries a call again while its fault may pass.</summary>
    /// <param name="rhythm">How often and when.</param>
    /// <param name="mayPass">Whether a fault may pass by itself.</param>
    /// <param name="isBusy">Whether a fault that may pass says that the server is busy.</param>
    /// <param name="time">Times the waits.</param>
    /// <param name="onRetry">Hears of each fault that is tried again; null for nobody.</param>
    public static ResiliencePipeline Of(RetryRhythm rhythm, Func<Exception, bool> mayPass, Func<Exception, bool> isBusy, TimeProvider time, Action<Exception>? onRetry = null)
    {
        ArgumentNullException.ThrowIfNull(rhythm);
        var options = new RetryStrategyOptions
        {
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } fault && mayPass(fault)),
            MaxRetryAttempts = rhythm.Attempts == int.MaxValue ? int.MaxValue : rhythm.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = rhythm.FirstWait,
            MaxDelay = rhythm.LongestWait,
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(isBusy(arguments.Outcome.Exception!) ? rhythm.BusyWait : null),
            OnRetry = arguments =>
            {
                onRetry?.Invoke(arguments.Outcome.Exception!);
                return ValueTask.CompletedTask;
            },
        };
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(options).Build();
    }
}

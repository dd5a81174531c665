using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Microsoft.Extensions.Logging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>What a worker logs: ids, reasons and durations. Never a text, a score or a count of private rows.</summary>
internal static partial class WorkerLog
{
    [LoggerMessage(300, LogLevel.Information, "Waiting for jobs on {Queue}")]
    public static partial void Waiting(ILogger logger, QueueName queue);

    [LoggerMessage(301, LogLevel.Information, "Job {Job}: attempt {Attempt} begins")]
    public static partial void Begins(ILogger logger, JobId job, int attempt);

    [LoggerMessage(302, LogLevel.Information, "Job {Job}: {End} after {Seconds:0.0} s")]
    public static partial void Ended(ILogger logger, JobId job, string end, double seconds);

    [LoggerMessage(303, LogLevel.Information, "Job {Job} has ended before: its last fact is sent again")]
    public static partial void Known(ILogger logger, JobId job);

    [LoggerMessage(304, LogLevel.Warning, "Message {Message} is no job that could be done, and goes to the dead letters: {Reason}. {Description}")]
    public static partial void BadMessage(ILogger logger, string message, ReasonCode reason, string description);

    [LoggerMessage(305, LogLevel.Warning, "Job {Job} ends with {Reason}. {Description}")]
    public static partial void Verdict(ILogger logger, JobId job, ReasonCode reason, string description);

    [LoggerMessage(306, LogLevel.Warning, "Job {Job}: attempt {Attempt} met a fault that may pass, and the job is given back. {Description}")]
    public static partial void GivenBack(ILogger logger, JobId job, int attempt, string description);

    [LoggerMessage(307, LogLevel.Warning, "Job {Job}: the work was stopped ({Cause})")]
    public static partial void Stopped(ILogger logger, JobId job, StopCause cause);

    [LoggerMessage(308, LogLevel.Warning, "Message {Message} could not be settled and will come again. {Description}")]
    public static partial void NotSettled(ILogger logger, string message, string description);

    [LoggerMessage(309, LogLevel.Warning, "{Queue} cannot be read; trying again in {Pause}. {Description}")]
    public static partial void NotReceived(ILogger logger, QueueName queue, TimeSpan pause, string description);

    [LoggerMessage(310, LogLevel.Information, "No more jobs on {Queue}")]
    public static partial void Idle(ILogger logger, QueueName queue);
}

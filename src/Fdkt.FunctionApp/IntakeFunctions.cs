using Azure.Storage.Queues.Models;
using Fdkt.Transport.Inbox.Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Fdkt.FunctionApp;

/// <summary>What comes in from outside: announcements of demonstrations, and the clock.</summary>
public static class IntakeFunctions
{
    /// <summary>Takes an announcement of demonstrations. The host deletes the message when this returns, and shows it again after a while when this throws.</summary>
    /// <param name="message">The message.</param>
    /// <param name="client">Durable Functions.</param>
    /// <param name="context">The invocation.</param>
    /// <exception cref="UploadNotDoneException">The message has to come again.</exception>
    [Function("demoUploads")]
    public static async Task DemoUploadsAsync(
        [QueueTrigger(FunctionBindings.DemoUploads, Connection = FunctionBindings.InboxConnection)] QueueMessage message,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(message);
        FunctionServices services = FunctionServices.Of(context, client);
        if (!await services.Parts.Inbox.HandleAsync(QueueDemoInbox.Received(message), context.CancellationToken).ConfigureAwait(false))
        {
            throw new UploadNotDoneException(message.MessageId);
        }
    }

    /// <summary>Starts the rounds that are due, every minute. The template switches it off where there are no schedules.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="client">Durable Functions.</param>
    /// <param name="context">The invocation.</param>
    [Function("startDueRounds")]
    public static Task StartDueRoundsAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        // All of them, even where one fails: then the tick counts as failed and the next one tries again.
        Task.WhenAll(FunctionServices.Of(context, client).Parts.Schedules.Select(schedule => schedule.TickAsync(context.CancellationToken)));

    /// <summary>Goes on, each hour, with rounds whose start was cut off between order and orchestration. Whoever ordered one and got no answer does the same by asking again.</summary>
    /// <param name="timer">The tick.</param>
    /// <param name="client">Durable Functions.</param>
    /// <param name="context">The invocation.</param>
    [Function("continueRounds")]
    public static Task ContinueRoundsAsync([TimerTrigger("30 7 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, FunctionContext context) =>
        FunctionServices.Of(context, client).Parts.Starter.ContinueAllAsync(context.CancellationToken);
}

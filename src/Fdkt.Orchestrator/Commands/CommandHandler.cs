using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Orchestrator.Messaging;
using Fdkt.Orchestrator.Registry;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Runner;

namespace Fdkt.Orchestrator.Commands;

/// <summary>Handles the messages of <c>round-commands</c>. Thread-safe.</summary>
internal sealed class CommandHandler(RoundStarter starter, IRoundHost host, RoundDirectory rounds)
{
    /// <summary>Handles a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RefusedException">It is no order that can be carried out.</exception>
    public async Task<Settlement> HandleAsync(IReceivedMessage message, CancellationToken cancellationToken)
    {
        if (message.Body.Length > QueueMessage.MaximumBytes)
        {
            throw new RefusedException(ReasonCode.MessageTooLarge, $"The message has {message.Body.Length} bytes; {QueueMessage.MaximumBytes} are allowed.");
        }

        RoundCommand command = ContractReader.Read(message.Body.Span, FederationJsonContext.Default.RoundCommand, RoundCommand.CurrentSchemaVersion);
        switch (command)
        {
            case StartRound start:
                // A busy task is no fault of the message: the round has its outcome, where whoever ordered it looks.
                await starter.StartAsync(start.Request, cancellationToken).ConfigureAwait(false);
                return Settlement.Done;
            case CancelRound cancel:
                _ = await rounds.GetAsync(cancel.Round, cancellationToken).ConfigureAwait(false);
                return await host.RaiseAsync(cancel.Round, RoundEvents.Cancel, cancel, cancellationToken).ConfigureAwait(false) == RaiseResult.Later ? Settlement.Later : Settlement.Done;
            default:
                throw new RefusedException(ReasonCode.UnknownKind, "The order is of a kind that this build does not know.");
        }
    }
}

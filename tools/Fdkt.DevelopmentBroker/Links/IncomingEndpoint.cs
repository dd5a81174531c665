using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;
using Fdkt.DevelopmentBroker.Faults;
using Fdkt.DevelopmentBroker.PeekLock;
using Fdkt.DevelopmentBroker.Storage;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>Takes what a client sends to a queue.</summary>
internal sealed class IncomingEndpoint(PeekLockQueue<byte[]> queue, BrokerOptions options, FaultDice dice, TimeProvider clock, BodyRecord? record) : LinkEndpoint
{
    public override void OnMessage(MessageContext messageContext)
    {
        if (options.Refusal() is { } refusal)
        {
            messageContext.Complete(refusal);
            return;
        }

        record?.Add(messageContext.Message);
        messageContext.Message.MessageAnnotations ??= new MessageAnnotations();
        messageContext.Message.MessageAnnotations[(Symbol)AmqpNames.EnqueuedTime] = clock.GetUtcNow().UtcDateTime;
        byte[] encoded = MessageCopies.Encode(messageContext.Message);
        if (encoded.Length > options.MessageBytes)
        {
            messageContext.Complete(new Error(ErrorCode.MessageSizeExceeded) { Description = $"The message has {encoded.Length} bytes; {options.MessageBytes} are allowed." });
            return;
        }

        string id = MessageCopies.Id(messageContext.Message);
        if (queue.Add(id, encoded, dice.Behind()) && dice.Duplicates())
        {
            queue.Add(id, encoded, dice.Behind(), twice: true);
        }

        messageContext.Complete();
    }

    public override void OnFlow(FlowContext flowContext)
    {
        // A sender's flow asks nothing of us.
    }

    public override void OnDisposition(DispositionContext dispositionContext)
    {
        // A sender settles nothing.
    }
}

using Amqp.Framing;
using Amqp.Listener;
using Fdkt.DevelopmentBroker.Faults;
using Fdkt.DevelopmentBroker.Nodes;
using Fdkt.DevelopmentBroker.Storage;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>Attaches clients to queues.</summary>
internal sealed class QueueLinks(BrokerQueues queues, TokenNode tokens, BrokerOptions options, TimeProvider clock, BodyRecord? record) : ILinkProcessor
{
    private const int SenderCredit = 100;

    private readonly FaultDice dice = new(options.Faults);
    private readonly FaultDice none = new(new BrokerFaults());

    public void Process(AttachContext attachContext)
    {
        Attach attach = attachContext.Attach;
        // Service Bus's own SDK writes addresses as paths.
        string? address = (attach.Role ? (attach.Source as Source)?.Address : (attach.Target as Target)?.Address)?.TrimStart('/');
        bool dead = address?.EndsWith(AmqpNames.DeadLetterSuffix, StringComparison.OrdinalIgnoreCase) ?? false;
        if (address is null || (dead && !attach.Role) || queues.Find(address) is not { } queue)
        {
            attachContext.Complete(new Error(Amqp.ErrorCode.NotFound) { Description = $"There is no queue '{address}'." });
        }
        else if (!tokens.Opens(attachContext.Link.Session.Connection, address))
        {
            attachContext.Complete(new Error(Amqp.ErrorCode.UnauthorizedAccess) { Description = $"No token was put for '{address}'." });
        }
        else if (attach.Role)
        {
            attachContext.Complete(new OutgoingEndpoint(queue, dead ? none : dice, clock), 0);
        }
        else
        {
            attach.MaxMessageSize = (ulong)options.MessageBytes;
            attachContext.Complete(new IncomingEndpoint(queue, options, dice, clock, record), SenderCredit);
        }
    }
}

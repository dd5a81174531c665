using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace Fdkt.DevelopmentBroker.Links;

/// <summary>The mechanism by which Service Bus's own SDK opens a connection: it signs in afterwards, with a token at <c>$cbs</c>.</summary>
internal sealed class CbsSaslProfile() : SaslProfile(new Symbol(MechanismName))
{
    /// <summary>Name of the mechanism.</summary>
    public const string MechanismName = "MSSBCBS";

    protected override ITransport UpgradeTransport(ITransport transport) => transport;

    // Only a client begins.
    protected override DescribedList? GetStartCommand(string hostname) => null;

    protected override DescribedList? OnCommand(DescribedList command) => command is SaslInit ? new SaslOutcome { Code = SaslCode.Ok } : null;
}

using System.Text;
using Amqp;
using Amqp.Framing;
using Fdkt.Transport.Jobs.Amqp;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

/// <summary>Messages of other senders than ours.</summary>
public sealed class AmqpMessagesTests
{
    public static TheoryData<string, string> Bodies => new()
    {
        { "data", "text" },
        { "parts", "text" },
        { "binary", "text" },
        { "string", "text" },
        { "number", string.Empty },
        { "sequence", string.Empty },
        { "none", string.Empty },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Body_OfEachKind_IsBytesOrEmpty(string kind, string expected)
    {
        var message = new Message
        {
            BodySection = kind switch
            {
                "data" => new Data { Binary = "text"u8.ToArray() },
                "parts" => Parts(),
                "binary" => new AmqpValue { Value = "text"u8.ToArray() },
                "string" => new AmqpValue { Value = "text" },
                "number" => new AmqpValue { Value = 7 },
                "sequence" => new AmqpSequence { List = new object[] { "text" } },
                _ => null,
            },
        };

        Assert.Equal(expected, Encoding.UTF8.GetString(AmqpMessages.Body(message).Span));
    }

    [Fact]
    public void Id_OfEachKind_IsText()
    {
        var guid = Guid.NewGuid();

        Assert.Equal(string.Empty, AmqpMessages.Id(new Message()));
        Assert.Equal("m", AmqpMessages.Id(WithId("m")));
        Assert.Equal("7", AmqpMessages.Id(WithId(7ul)));
        Assert.Equal("0aff", AmqpMessages.Id(WithId(new byte[] { 10, 255 })));
        Assert.Equal(guid.ToString(), AmqpMessages.Id(WithId(guid)));
    }

    [Fact]
    public void Deliveries_LargestCount_DoesNotOverflow() =>
        Assert.Equal(int.MaxValue, AmqpMessages.Deliveries(new Message { Header = new Header { DeliveryCount = uint.MaxValue } }));

    private static Message WithId(object id)
    {
        var properties = new Properties();
        properties.SetMessageId(id);
        return new Message { Properties = properties };
    }

    private static DataList Parts()
    {
        var parts = new DataList();
        parts.Add(new Data { Binary = "te"u8.ToArray() });
        parts.Add(new Data { Binary = "xt"u8.ToArray() });
        return parts;
    }
}

using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.Amqp;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

public sealed class AmqpOptionsTests
{
    [Fact]
    public void Parse_AmqpAddress_IsRead()
    {
        var options = AmqpOptions.Parse("amqp://worker:a%2Fb%40c@127.0.0.1:5673");

        Assert.Equal(("127.0.0.1", 5673, false, "worker", "a/b@c"), (options.Host, options.ActualPort, options.UseTls, options.User, options.Password));
        Assert.Null(options.Key);
    }

    [Theory]
    [InlineData("amqp://broker", "broker", 5672, false)]
    [InlineData("amqps://broker", "broker", 5671, true)]
    [InlineData("amqps://broker:5671/", "broker", 5671, true)]
    public void Parse_AmqpAddressWithoutUser_IsAnonymous(string text, string host, int port, bool tls)
    {
        var options = AmqpOptions.Parse(text);

        Assert.Equal((host, port, tls, null), (options.Host, options.ActualPort, options.UseTls, options.User));
    }

    [Fact]
    public void Parse_ServiceBusString_IsReadWithTls()
    {
        var options = AmqpOptions.Parse("Endpoint=sb://name.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=a2V5PQ==");

        Assert.Equal(("name.servicebus.windows.net", 5671, true), (options.Host, options.ActualPort, options.UseTls));
        Assert.Equal(("Root", "a2V5PQ=="), (options.Key!.Name, options.Key.Value));
    }

    [Theory]
    [InlineData("Endpoint=sb://localhost;SharedAccessKeyName=Root;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;", 5672)]
    [InlineData("Endpoint=sb://localhost:5675;SharedAccessKeyName=Root;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=True", 5675)]
    public void Parse_EmulatorString_IsReadWithoutTls(string text, int port)
    {
        var options = AmqpOptions.Parse(text);

        Assert.Equal(("localhost", port, false), (options.Host, options.ActualPort, options.UseTls));
    }

    [Theory]
    [InlineData("http://broker")]
    [InlineData("amqp://secret@broker/path")]
    [InlineData("Endpoint=sb://secret;SharedAccessKeyName=Root")]
    [InlineData("Endpoint=http://secret;SharedAccessKeyName=Root;SharedAccessKey=secret")]
    [InlineData("SharedAccessKey=secret")]
    [InlineData("secret")]
    public void Parse_OtherText_IsRefusedWithoutRepeatingIt(string text)
    {
        FormatException refused = Assert.Throws<FormatException>(() => AmqpOptions.Parse(text));

        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_Key_IsNotShown()
    {
        var options = AmqpOptions.Parse("amqp://worker:secret@broker:5673");

        Assert.Equal("amqp://broker:5673", options.ToString());
        Assert.DoesNotContain("secret", new SharedAccessKey("Root", "secret").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Address_Format_TakesTheName() =>
        Assert.Equal("/amq/queue/jobs-llm", new AmqpOptions { Host = "broker", AddressFormat = "/amq/queue/{0}" }.Address(new QueueName("jobs-llm")));
}

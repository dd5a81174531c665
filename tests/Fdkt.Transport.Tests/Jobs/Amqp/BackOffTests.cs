using Amqp;
using Amqp.Framing;
using Fdkt.Transport.Jobs.Amqp;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

public sealed class BackOffTests
{
    private static readonly AmqpOptions Options = new()
    {
        Host = "broker",
        FirstWait = TimeSpan.FromMilliseconds(100),
        LongestWait = TimeSpan.FromSeconds(2),
        BusyWait = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public void Next_FurtherFaults_DoublesUpToTheBound()
    {
        var backOff = new BackOff(Options);

        for (int fault = 0; fault < 100; fault++)
        {
            double full = Math.Min(2000, 100 * Math.Pow(2, fault));
            Assert.InRange(backOff.Next(null).TotalMilliseconds, full / 2, full);
        }
    }

    [Fact]
    public void Next_ManyClients_DoNotWaitTheSame() =>
        Assert.True(Enumerable.Range(0, 100).Select(_ => new BackOff(Options).Next(null)).Distinct().Count() > 10);

    [Fact]
    public void Reset_AfterFaults_BeginsAgain()
    {
        var backOff = new BackOff(Options);
        _ = backOff.Next(null);
        _ = backOff.Next(null);

        backOff.Reset();

        Assert.InRange(backOff.Next(null).TotalMilliseconds, 50, 100);
    }

    [Fact]
    public void Next_BrokerBusy_WaitsAsLongAsItAsks() =>
        Assert.Equal(Options.BusyWait, new BackOff(Options).Next(new AmqpException(new Error("com.microsoft:server-busy"))));
}

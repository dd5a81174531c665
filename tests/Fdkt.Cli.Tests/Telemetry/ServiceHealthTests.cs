using System.Net;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Processes;
using Fdkt.Cli.Telemetry;
using Fdkt.Cli.Tests.Progress;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Cli.Tests.Telemetry;

public sealed class ServiceHealthTests
{
    private static readonly QueueName Name = new("jobs-x");

    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(0, "ok")]
    [InlineData(179, "ok")]
    [InlineData(180, "brokerUnreachable")]
    public void Report_BySilenceOfTheBroker_TellsHowItIs(int seconds, string status)
    {
        var health = new ServiceHealth(_clock);

        _clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(new HealthReport(status, seconds), health.Report());
    }

    [Theory]
    [InlineData(false, "ok")]
    [InlineData(true, "brokerUnreachable")]
    public async Task Receive_ThatEndsEmpty_CountsUnlessTheBrokerFailedMeanwhile(bool fails, string status)
    {
        var health = new ServiceHealth(_clock);
        await using var queue = new WatchedJobQueue(new EmptyQueue(fails ? health.Faulted : () => { }), health);
        _clock.Advance(TimeSpan.FromMinutes(10));

        await using IJobReceiver receiver = queue.CreateReceiver(Name);
        await receiver.ReceiveAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal(status, health.Report().Status);
    }

    [Fact]
    public async Task Send_ThatTheBrokerTook_Counts()
    {
        var health = new ServiceHealth(_clock);
        await using var queue = new WatchedJobQueue(new EmptyQueue(() => { }), health);
        _clock.Advance(TimeSpan.FromMinutes(10));

        await queue.SendAsync(Name, new QueueMessage("m", "progressed", ReadOnlyMemory<byte>.Empty), TestContext.Current.CancellationToken);

        Assert.Equal("ok", health.Report().Status);
    }

    [Fact]
    public async Task Listener_Asked_Answers200Or503()
    {
        var health = new ServiceHealth(_clock);
        int port = FreePorts.Find(1)[0];
        using var listener = HealthListener.Start(TelemetryOptions.Loopback, port, health);
        using var http = new HttpClient { BaseAddress = new Uri($"http://{TelemetryOptions.Loopback}:{port}") };

        HttpStatusCode well = (await http.GetAsync(new Uri(HealthListener.Path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode;
        _clock.Advance(ServiceHealth.Limit);
        HttpStatusCode ill = (await http.GetAsync(new Uri(HealthListener.Path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode;

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (well, ill));
        Assert.Equal(ExitCode.InputOutput, Assert.Throws<UserErrorException>(() => HealthListener.Start(TelemetryOptions.Loopback, port, health)).ExitCode);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("8080", null, 8080)]
    [InlineData("8080", 9090, 9090)]
    public void Options_Port_IsThatOfTheCommandLineFirst(string? variable, int? flag, int? port) =>
        Assert.Equal(port, TelemetryOptions.Read(name => name == TelemetryOptions.HealthPortVariable ? variable : null, flag).HealthPort);

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    public void Options_PortThatIsNone_IsTheUsersError(string port) =>
        Assert.Equal(ExitCode.InvalidInput, Assert.Throws<UserErrorException>(() => TelemetryOptions.Read(name => name == TelemetryOptions.HealthPortVariable ? port : null, null)).ExitCode);

    private sealed class EmptyQueue(Action onReceive) : IJobQueue
    {
        public Task SendAsync(QueueName queue, QueueMessage message, CancellationToken cancellationToken) => Task.CompletedTask;

        public IJobReceiver CreateReceiver(QueueName queue) => new Receiver(onReceive);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Receiver(Action onReceive) : IJobReceiver
        {
            public Task<IReceivedMessage?> ReceiveAsync(TimeSpan wait, CancellationToken cancellationToken)
            {
                onReceive();
                return Task.FromResult<IReceivedMessage?>(null);
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

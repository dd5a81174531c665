using System.Text.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Tests.Brokers;

namespace Fdkt.Transport.Tests.Jobs.ServiceBus;

/// <summary>The adapter and the development broker in two processes.</summary>
public sealed class BrokerProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder folder = new();
    private readonly QueueName name = new("jobs-llm");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task SendAsync_BrokerKilledAgainAndAgain_EachMessageArrives()
    {
        const int messages = 60;
        string[] arguments = ["--lock", "1", "--store", folder.Path, "--max-deliveries", "100"];
        BrokerProcess broker = await BrokerProcess.StartAsync(0, arguments, Token);
        await using ServiceBusJobQueue queue = TestBus.Open(broker.Port);
        await using IJobReceiver receiver = queue.CreateReceiver(name);
        Task<HashSet<string>> receiving = ReceiveAsync(receiver, messages);
        for (int i = 0; i < messages; i++)
        {
            if (i % 20 == 10)
            {
                broker.Kill();
                Task sending = SendAsync(queue, i);
                int port = broker.Port;
                broker.Dispose();
                broker = await BrokerProcess.StartAsync(port, arguments, Token);
                await sending;
            }
            else
            {
                await SendAsync(queue, i);
            }
        }

        Assert.Equal(messages, (await receiving).Count);
        broker.Dispose();
    }

    [Fact]
    public async Task ReceiveAsync_BrokerThatFaults_LosesNoMessage()
    {
        const int messages = 100;
        string record = Path.Combine(folder.Path, "bodies");
        string counts = Path.Combine(folder.Path, "counts.json");
        using BrokerProcess broker = await BrokerProcess.StartAsync(
            0,
            [
                "--lock", "1", "--max-deliveries", "1000", "--duplicate-window", "0", "--record", record, "--counts", counts, "--seed", "7",
                "--drop-rate", "0.2", "--duplicate-rate", "0.2", "--reorder-rate", "0.3", "--delay", "0.02", "--cut-connections-every", "0.7",
            ],
            Token);
        await using ServiceBusJobQueue queue = TestBus.Open(broker.Port);
        await using IJobReceiver receiver = queue.CreateReceiver(name);

        Task<HashSet<string>> receiving = ReceiveAsync(receiver, messages);
        for (int i = 0; i < messages; i++)
        {
            await SendAsync(queue, i);
        }

        Assert.Equal(messages, (await receiving).Count);
        Assert.Equal(0, await broker.TerminateAsync(Token));
        Assert.Equal(messages, (await File.ReadAllLinesAsync(record, Token)).Distinct(StringComparer.Ordinal).Count());
        using var counted = JsonDocument.Parse(await File.ReadAllTextAsync(counts, Token));
        Assert.Equal(0, counted.RootElement.GetProperty(name.Value).GetProperty("deadLetters").GetInt32());
    }

    [Fact]
    public async Task ReceiveAsync_ReceiverGoneWithoutAWord_ComesAgainWhenTheLockEnds()
    {
        using BrokerProcess broker = await BrokerProcess.StartAsync(0, ["--lock", "1"], Token);
        await using ServiceBusJobQueue leaving = TestBus.Open(broker.Port);
        await leaving.SendAsync(name, new QueueMessage("m-1", "test", "1"u8.ToArray()), Token);
        IReceivedMessage? lost = await leaving.CreateReceiver(name).ReceiveAsync(Patience, Token);
        await leaving.DisposeAsync();

        await using ServiceBusJobQueue queue = TestBus.Open(broker.Port);
        await using IJobReceiver receiver = queue.CreateReceiver(name);
        IReceivedMessage? again = await receiver.ReceiveAsync(Patience, Token);

        Assert.Equal(("m-1", 1), (lost!.Id, lost.Deliveries));
        Assert.Equal(("m-1", 2), (again!.Id, again.Deliveries));
    }

    [Fact]
    public async Task Start_QueuesNamed_HasNoOthers()
    {
        using BrokerProcess broker = await BrokerProcess.StartAsync(0, ["--queue", "jobs-a", "--queue", "jobs-b"], Token);
        await using ServiceBusJobQueue queue = TestBus.Open(broker.Port);

        await queue.SendAsync(new QueueName("jobs-b"), new QueueMessage("m-1", "test", "1"u8.ToArray()), Token);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => SendAsync(queue, 1));
        await using IJobReceiver receiver = queue.CreateReceiver(name);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => receiver.ReceiveAsync(Patience, Token));
    }

    [Theory]
    [InlineData("--drop-rate", "2")]
    [InlineData("--drop-rate", "NaN")]
    [InlineData("--queue", "No Name")]
    [InlineData("--lock", "0")]
    public async Task Start_OptionOutOfRange_IsRefused(string option, string value)
    {
        using ChildProcess process = ChildProcess.StartDotnet("fdkt-development-broker.dll", ["--port", "0", option, value]);

        Assert.NotEqual(0, await process.ExitAsync(Token));
        Assert.Contains(option, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled", process.Output, StringComparison.Ordinal);
    }

    private Task SendAsync(ServiceBusJobQueue queue, int i) => queue.SendAsync(name, new QueueMessage($"m-{i}", "test", System.Text.Encoding.UTF8.GetBytes($"body {i}")), Token);

    private static async Task<HashSet<string>> ReceiveAsync(IJobReceiver receiver, int messages)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Count < messages)
        {
            IReceivedMessage? message = await receiver.ReceiveAsync(Patience, Token);
            Assert.NotNull(message);
            seen.Add(message.Id);
            await message.CompleteAsync(Token);
        }

        return seen;
    }
}

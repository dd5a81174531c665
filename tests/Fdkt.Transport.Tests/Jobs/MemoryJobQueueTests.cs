using Fdkt.Contracts.Messaging;
using Fdkt.Tests.Messaging;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Transport.Tests.Jobs;

public sealed class MemoryJobQueueTests : JobQueueContract
{
    private readonly FakeTimeProvider clock = new();
    private readonly MemoryJobQueue queue;

    public MemoryJobQueueTests() => queue = new MemoryJobQueue(Settings, clock);

    protected override IJobQueue Queue => queue;

    // The clock stands still: a longer wait would not end.
    protected override TimeSpan Brief => TimeSpan.Zero;

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => queue.DisposeAsync();

    protected override void Pass(TimeSpan time) => clock.Advance(time);

    protected override Task SettledAsync(int left)
    {
        Assert.Equal(left, queue.Count(Name));
        return Task.CompletedTask;
    }

    [Fact]
    public async Task ReceiveAsync_WaitOver_IsNull()
    {
        await using IJobReceiver receiver = queue.CreateReceiver(Name);
        Task<IReceivedMessage?> receive = receiver.ReceiveAsync(TimeSpan.FromSeconds(5), Token);

        Assert.False(receive.IsCompleted);
        Pass(TimeSpan.FromSeconds(5));

        Assert.Null(await receive);
    }

    [Fact]
    public async Task DisposeAsync_ReceiveWaiting_EndsIt()
    {
        Task<IReceivedMessage?> receive = queue.CreateReceiver(Name).ReceiveAsync(Patience, Token);

        await queue.DisposeAsync();

        Assert.Null(await receive);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => queue.SendAsync(Name, Message("m-1"), Token));
    }

    [Fact]
    public async Task Count_LockedMessage_IsIncluded()
    {
        await queue.SendAsync(Name, Message("m-1"), Token);
        await queue.SendAsync(Name, Message("m-2"), Token);
        IReceivedMessage message = await NextAsync(queue.CreateReceiver(Name));

        Assert.Equal(2, queue.Count(Name));
        await message.CompleteAsync(Token);
        Assert.Equal(1, queue.Count(Name));
    }
}

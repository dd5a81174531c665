using Fdkt.Contracts.Inbox;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Inbox;
using Fdkt.Transport.Inbox.Azure;
using Fdkt.Transport.Tests.Azure;

namespace Fdkt.Transport.Tests.Inbox;

/// <summary>The contract on a storage queue, emptied before each test.</summary>
public abstract class QueueDemoInboxContract(AzuriteFixture fixture) : DemoInboxContract, IAsyncLifetime
{
    /// <summary>The account through which the inbox under test goes.</summary>
    internal abstract AzureStorage Storage { get; }

    internal override IDemoInbox Inbox => new QueueDemoInbox(Storage, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        foreach (string queue in StorageNames.Queues)
        {
            await fixture.Storage.Queue(queue).ClearMessagesAsync(Token);
        }
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal override Task PutAsync(byte[] body) => fixture.Storage.Queue(StorageNames.DemoUploads).SendMessageAsync(Convert.ToBase64String(body), Token);

    internal override Task<IReadOnlyList<PoisonedUpload>> PoisonedAsync() => new QueueDemoInbox(fixture.Storage, TimeProvider.System).PeekPoisonedAsync(32, Token);

    /// <summary>The emulator has the real clock: a mark sent with the same hiding is visible when the time is over.</summary>
    internal override async Task PassShortHideAsync()
    {
        var mark = fixture.Storage.Queue($"mark-{Guid.NewGuid():N}");
        await mark.CreateAsync(cancellationToken: Token);
        await mark.SendMessageAsync("mark", visibilityTimeout: ShortHide, cancellationToken: Token);
        while ((await mark.PeekMessagesAsync(1, Token)).Value.Length == 0)
        {
        }

        await mark.DeleteAsync(Token);
    }
}

using Fdkt.Contracts.Inbox;
using Fdkt.Transport.Inbox;
using Fdkt.Transport.Inbox.Memory;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Transport.Tests.Inbox;

public sealed class MemoryDemoInboxTests : DemoInboxContract
{
    private readonly FakeTimeProvider _time = new();
    private readonly MemoryDemoInbox _inbox;

    public MemoryDemoInboxTests() => _inbox = new MemoryDemoInbox(_time);

    internal override IDemoInbox Inbox => _inbox;

    internal override Task PutAsync(byte[] body)
    {
        _inbox.Put(body);
        return Task.CompletedTask;
    }

    internal override Task<IReadOnlyList<PoisonedUpload>> PoisonedAsync() => Task.FromResult(_inbox.Poisoned);

    internal override Task PassShortHideAsync()
    {
        _time.Advance(ShortHide);
        return Task.CompletedTask;
    }
}

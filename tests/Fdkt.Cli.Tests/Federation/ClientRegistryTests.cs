using Fdkt.Contracts.Federation;
using Fdkt.Orchestrator.Registry;

namespace Fdkt.Cli.Tests.Federation;

public sealed class ClientRegistryTests : IDisposable
{
    private static readonly ClientId Name = new("clinic");

    private readonly TestFederation _federation = new();
    private readonly ClientRegistry _registry;

    public ClientRegistryTests() => _registry = new ClientRegistry(_federation.Documents, TimeProvider.System);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enrol_Twice_UpdatesAndKeepsTheDate()
    {
        ClientRegistration first = await _registry.EnrolAsync(Wanted("key", "topics"), replace: false, Stop);
        ClientRegistration second = await _registry.EnrolAsync(Wanted("key", "topics", "urgency"), replace: false, Stop);

        Assert.Equal(["topics", "urgency"], second.Tasks.Select(task => task.Value));
        Assert.Equal(first.EnrolledAt, second.EnrolledAt);
        Assert.Equivalent(second, await _registry.FindAsync(Name, Stop));
    }

    [Fact]
    public async Task Enrol_AnotherKey_IsRefusedUnlessReplaced()
    {
        await _registry.EnrolAsync(Wanted("key"), replace: false, Stop);

        await Assert.ThrowsAsync<RegistryConflictException>(() => _registry.EnrolAsync(Wanted("other"), replace: false, Stop));
        Assert.Equal("key", (await _registry.FindAsync(Name, Stop))!.KeyId);

        await _registry.EnrolAsync(Wanted("other"), replace: true, Stop);
        Assert.Equal("other", (await _registry.FindAsync(Name, Stop))!.KeyId);
    }

    [Fact]
    public async Task Revoke_Twice_KeepsTheFirstTime()
    {
        await _registry.EnrolAsync(Wanted("key"), replace: false, Stop);

        ClientRegistration first = await _registry.RevokeAsync(Name, Stop);
        ClientRegistration second = await _registry.RevokeAsync(Name, Stop);

        Assert.NotNull(first.RevokedAt);
        Assert.Equal(first.RevokedAt, second.RevokedAt);
    }

    [Fact]
    public async Task Enrol_RevokedClient_IsRefusedUnlessReplaced()
    {
        await _registry.EnrolAsync(Wanted("key"), replace: false, Stop);
        await _registry.RevokeAsync(Name, Stop);

        await Assert.ThrowsAsync<RegistryConflictException>(() => _registry.EnrolAsync(Wanted("key"), replace: false, Stop));
        Assert.Null((await _registry.EnrolAsync(Wanted("key"), replace: true, Stop)).RevokedAt);
    }

    [Fact]
    public async Task Revoke_UnknownClient_IsRefused() =>
        await Assert.ThrowsAsync<RegistryConflictException>(() => _registry.RevokeAsync(Name, Stop));

    [Fact]
    public async Task Enrol_RevokedBetweenLookAndWrite_DoesNotUndoTheRevocation()
    {
        await _registry.EnrolAsync(Wanted("key"), replace: false, Stop);
        var racing = new ClientRegistry(new InterruptedDocumentStore(_federation.Documents, () => _registry.RevokeAsync(Name, Stop)), TimeProvider.System);

        await Assert.ThrowsAsync<RegistryConflictException>(() => racing.EnrolAsync(Wanted("key", "more"), replace: false, Stop));

        Assert.NotNull((await _registry.FindAsync(Name, Stop))!.RevokedAt);
    }

    [Fact]
    public async Task Enrol_OtherKeyBetweenLookAndWrite_LosesTheRace()
    {
        var racing = new ClientRegistry(
            new InterruptedDocumentStore(_federation.Documents, () => _registry.EnrolAsync(Wanted("first"), replace: false, Stop)), TimeProvider.System);

        await Assert.ThrowsAsync<RegistryConflictException>(() => racing.EnrolAsync(Wanted("second"), replace: false, Stop));

        Assert.Equal("first", (await _registry.FindAsync(Name, Stop))!.KeyId);
    }

    [Fact]
    public async Task Enrol_ManyKeysAtOnce_OneWins()
    {
        string[] keys = [.. Enumerable.Range(0, 12).Select(i => $"key-{i}")];

        string?[] winners = await Task.WhenAll(keys.Select(async key =>
        {
            try
            {
                return (await _registry.EnrolAsync(Wanted(key), replace: false, Stop)).KeyId;
            }
            catch (RegistryConflictException)
            {
                return null;
            }
        }));

        Assert.Equal((await _registry.FindAsync(Name, Stop))!.KeyId, Assert.Single(winners, winner => winner is not null));
    }

    public void Dispose() => _federation.Dispose();

    private static ClientRegistration Wanted(string key, params string[] tasks) =>
        new(ClientRegistration.CurrentSchemaVersion, Name, key, "AAAA", [.. tasks.Select(task => new TaskId(task))], 8, 1_000, default, null);
}

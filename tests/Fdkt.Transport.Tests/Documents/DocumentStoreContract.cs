using System.Text;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Transport.Tests.Documents;

/// <summary>What every document store does.</summary>
public abstract class DocumentStoreContract
{
    private const int Writers = 20;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether a writer can be told that it lost although it had won for a while.</summary>
    protected virtual bool MayRepeatReplacements => false;

    /// <summary>The store, as another process opens it each time.</summary>
    internal abstract IDocumentStore Open();

    /// <summary>Puts bytes where a document lies.</summary>
    internal abstract Task PutAsync(string name, byte[] bytes);

    [Fact]
    public async Task ReadAsync_NothingStored_IsNull() => Assert.Null(await ReadAsync(Sample.NewClient()));

    [Fact]
    public async Task TryCreateAsync_NothingStored_StoresTheDocument()
    {
        ClientId client = Sample.NewClient();

        Assert.True(await CreateAsync(client, rows: 3));

        Assert.Equal(3, (await ReadAsync(client))?.Value.MaximumRows);
    }

    [Fact]
    public async Task TryCreateAsync_DocumentStored_LeavesItAsItIs()
    {
        ClientId client = Sample.NewClient();
        await CreateAsync(client, rows: 3);

        Assert.False(await CreateAsync(client, rows: 4));

        Assert.Equal(3, (await ReadAsync(client))?.Value.MaximumRows);
    }

    [Fact]
    public async Task TryCreateAsync_TheVerySameDocumentTwice_OneWriterIsTold()
    {
        ClientId client = Sample.NewClient();

        Assert.True(await CreateAsync(client, rows: 3));
        Assert.False(await CreateAsync(client, rows: 3));
    }

    [Fact]
    public async Task TryCreateAsync_TwentyWriters_OneWins()
    {
        ClientId client = Sample.NewClient();

        bool[] won = await Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => CreateAsync(client, rows: i + 1))));

        int winner = Assert.Single(Enumerable.Range(0, Writers), i => won[i]);
        Assert.Equal(winner + 1, (await ReadAsync(client))?.Value.MaximumRows);
    }

    [Fact]
    public async Task TryReplaceAsync_TagOfTheStoredVersion_Replaces()
    {
        ClientId client = Sample.NewClient();
        await CreateAsync(client, rows: 3);
        StoredDocument<ClientRegistration>? first = await ReadAsync(client);

        Assert.True(await ReplaceAsync(client, rows: 4, first!.Tag));

        StoredDocument<ClientRegistration>? second = await ReadAsync(client);
        Assert.Equal(4, second?.Value.MaximumRows);
        Assert.NotEqual(first.Tag, second?.Tag);
    }

    [Fact]
    public async Task TryReplaceAsync_TagOfAnEarlierVersion_LeavesTheDocument()
    {
        ClientId client = Sample.NewClient();
        await CreateAsync(client, rows: 3);
        StoredDocument<ClientRegistration>? first = await ReadAsync(client);
        await ReplaceAsync(client, rows: 4, first!.Tag);

        Assert.False(await ReplaceAsync(client, rows: 5, first.Tag));

        Assert.Equal(4, (await ReadAsync(client))?.Value.MaximumRows);
    }

    [Fact]
    public async Task TryReplaceAsync_TagAndNothingStored_StoresNothing()
    {
        ClientId client = Sample.NewClient();
        await CreateAsync(client, rows: 3);
        string tag = (await ReadAsync(client))!.Tag;
        await Open().DeleteAsync(DocumentPath.Client(client), Token);

        Assert.False(await ReplaceAsync(client, rows: 4, tag));

        Assert.Null(await ReadAsync(client));
    }

    [Fact]
    public async Task TryReplaceAsync_NoTag_ReplacesWhateverIsThere()
    {
        ClientId client = Sample.NewClient();

        Assert.True(await ReplaceAsync(client, rows: 4, tag: null));
        Assert.True(await ReplaceAsync(client, rows: 5, tag: null));

        Assert.Equal(5, (await ReadAsync(client))?.Value.MaximumRows);
    }

    [Fact]
    public async Task TryReplaceAsync_ManyWritersCountUp_NoneIsLost()
    {
        // Each may lose to each of the others: the work grows with the square.
        const int Counters = 8;
        ClientId client = Sample.NewClient();
        await CreateAsync(client, rows: 1);

        await Task.WhenAll(Enumerable.Range(0, Counters).Select(_ => Task.Run(async () =>
        {
            StoredDocument<ClientRegistration> seen;
            do
            {
                seen = (await ReadAsync(client))!;
            }
            while (!await ReplaceAsync(client, seen.Value.MaximumRows + 1, seen.Tag));
        })));

        int counted = (await ReadAsync(client))!.Value.MaximumRows;
        Assert.True(MayRepeatReplacements ? counted > Counters : counted == Counters + 1, $"{Counters} writers counted to {counted}.");
    }

    [Fact]
    public async Task DeleteAsync_Twice_LeavesNothing()
    {
        ClientId client = Sample.NewClient();
        await CreateAsync(client, rows: 3);

        await Open().DeleteAsync(DocumentPath.Client(client), Token);
        await Open().DeleteAsync(DocumentPath.Client(client), Token);

        Assert.Null(await ReadAsync(client));
        Assert.True(await CreateAsync(client, rows: 4));
    }

    [Fact]
    public async Task ListAsync_Prefix_NamesDocumentsBelowItInOrdinalOrder()
    {
        TaskId task = Sample.NewTask();
        string[] clients = ["b", "a-2", "a", "a2", "z9"];
        foreach (string client in clients)
        {
            await Open().TryReplaceAsync(Held(task, client), Sample.Registration(new ClientId(client)), FederationJsonContext.Default.ClientRegistration, null, Token);
        }

        await Open().TryReplaceAsync(Held(Sample.NewTask(), "c"), Sample.Registration(new ClientId("c")), FederationJsonContext.Default.ClientRegistration, null, Token);

        List<string> names = [];
        await foreach (string name in Open().ListAsync(DocumentPath.HeldOf(task), Token))
        {
            names.Add(name);
        }

        Assert.Equal(clients.Select(client => Held(task, client).Name).Order(StringComparer.Ordinal), names);
    }

    [Fact]
    public async Task ListAsync_NothingBelowPrefix_IsEmpty()
    {
        await foreach (string name in Open().ListAsync(DocumentPath.HeldOf(Sample.NewTask()), Token))
        {
            Assert.Fail(name);
        }
    }

    [Theory]
    [InlineData("{}", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("{\"schemaVersion\":2}", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("{\"schemaVersion\":1}", ReasonCode.MalformedJson)]
    [InlineData("half a doc", ReasonCode.MalformedJson)]
    [InlineData("", ReasonCode.MalformedJson)]
    public async Task ReadAsync_NoSuchRecord_IsRefused(string stored, ReasonCode reason)
    {
        ClientId client = Sample.NewClient();
        await PutAsync(DocumentPath.Client(client).Name, Encoding.UTF8.GetBytes(stored));

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync(client));

        Assert.Equal(reason, refused.Reason);
    }

    private static DocumentPath Held(TaskId task, string client) => DocumentPath.Held(task, new ClientId(client), "0123456789abcdef");

    private Task<StoredDocument<ClientRegistration>?> ReadAsync(ClientId client) =>
        Open().ReadAsync(DocumentPath.Client(client), FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, Token);

    private Task<bool> CreateAsync(ClientId client, int rows) =>
        Open().TryCreateAsync(DocumentPath.Client(client), Sample.Registration(client, rows), FederationJsonContext.Default.ClientRegistration, Token);

    private Task<bool> ReplaceAsync(ClientId client, int rows, string? tag) =>
        Open().TryReplaceAsync(DocumentPath.Client(client), Sample.Registration(client, rows), FederationJsonContext.Default.ClientRegistration, tag, Token);
}

using Fdkt.Cli.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Tests.Federation;

public sealed class ClientSharesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task WriteAsync_RowsOfUsers_GoIntoTheClientsFilesWithTheirUsers()
    {
        Example[] rows = [.. Enumerable.Range(0, 40).Select(i => new Example($"row \u2028 {i}", i % 2))];
        string?[] users = [.. Enumerable.Range(0, 40).Select(i => i < 10 ? null : $"user {i / 2}")];
        var inputs = new RunInputs(["a", "b"], "text", rows, [.. rows.Take(4)], null, [], users);
        var round = new RoundFile() with { Clients = new ClientsSection(Count: 2), Privacy = new PrivacySection(RecordsPerUser: 2), Seeds = new SeedList(5) };

        await new ClientShares(inputs, round).WriteAsync(_folder.Path, TestContext.Current.CancellationToken);

        var seen = new Dictionary<string, string?>();
        foreach (string client in new[] { "client-1", "client-2" })
        {
            DatasetTable table = await DatasetReader.ReadAsync(
                new DataSource("private-5.jsonl"), Path.Combine(_folder.Path, client), labelled: true, null, ColumnReference.ByName(ClientShares.UserField), TestContext.Current.CancellationToken);
            foreach ((string text, string? user) in table.Rows.Select(row => row.Text).Zip(table.Users!))
            {
                seen.Add(text, user);
            }
        }

        FileRights.AssertOwnersAlone(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
        Assert.InRange(seen.Count, 38, 40); // at the border of two clients a user may be divided
        Assert.All(seen, pair => Assert.Equal(users[Array.FindIndex(rows, row => row.Text == pair.Key)], pair.Value));
    }

    public void Dispose() => _folder.Dispose();
}

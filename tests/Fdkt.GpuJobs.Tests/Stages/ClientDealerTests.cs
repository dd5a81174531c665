using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class ClientDealerTests
{
    private static readonly Example[] Rows = [.. Enumerable.Range(0, 400).Select(i => new Example($"row {i}", i % 4))];

    [Theory]
    [InlineData(PartitionKind.Iid, 0.5)]
    [InlineData(PartitionKind.Dirichlet, 0.1)]
    [InlineData(PartitionKind.Dirichlet, 1e-6)]
    [InlineData(PartitionKind.Dirichlet, 1000)]
    public void Deal_Rows_GivesNoneTwiceAndEachClientItsNumber(PartitionKind partition, double alpha)
    {
        IReadOnlyList<ClientRecords> clients = ClientDealer.Deal(Rows, 4, new ClientsSection(Count: 4, Records: 100, Partition: partition, Alpha: alpha), 3);

        Assert.Equal(400, clients.SelectMany(client => client.Rows).Distinct().Count());
        Assert.All(clients, client => Assert.Equal(100, client.Rows.Count));
    }

    [Fact]
    public void Deal_SmallAlpha_SkewsMoreThanLarge()
    {
        double Largest(double alpha) => Enumerable.Range(0, 30).Average(seed => ClientDealer
            .Deal(Rows, 4, new ClientsSection(Count: 1, Records: 50, Partition: PartitionKind.Dirichlet, Alpha: alpha), seed)[0].Rows.CountBy(row => row.Label).Max(pair => pair.Value));

        Assert.True(Largest(0.1) > 35);
        Assert.True(Largest(100) < 22);
    }

    [Fact]
    public void Deal_VanishingAlpha_DoesNotAlwaysPickTheSameClass() => Assert.True(Enumerable.Range(0, 30).Select(seed => ClientDealer
        .Deal(Rows, 4, new ClientsSection(Count: 1, Records: 10, Partition: PartitionKind.Dirichlet, Alpha: 1e-6), seed)[0].Rows[0].Label).Distinct().Count() > 2);

    [Fact]
    public void Deal_SameSeed_GivesTheSame() => Assert.Equal(
        ClientDealer.Deal(Rows, 4, new ClientsSection(Records: 20), 5)[0].Rows, ClientDealer.Deal(Rows, 4, new ClientsSection(Records: 20), 5)[0].Rows);

    [Theory]
    [InlineData(PartitionKind.Iid, null)]
    [InlineData(PartitionKind.Iid, 60)]
    [InlineData(PartitionKind.Dirichlet, 60)]
    public void Deal_Users_GoToOneClientEach(PartitionKind partition, int? records)
    {
        string?[] users = [.. Enumerable.Range(0, Rows.Length).Select(i => i % 10 == 0 ? null : $"user {i / 7}")];
        var section = new ClientsSection(Count: 4, Records: records, Partition: partition, Alpha: 0.3);

        IReadOnlyList<ClientRecords> clients = ClientDealer.Deal(Rows, 4, section, 3, users);

        Assert.All(clients.SelectMany(client => client.Users!.OfType<string>().Distinct()).CountBy(user => user), pair => Assert.Equal(1, pair.Value));
        Assert.Equal(clients.Sum(client => client.Rows.Count), clients.SelectMany(client => client.Rows).Distinct().Count());
        Assert.All(clients, client => Assert.InRange(client.Rows.Count, (records ?? 100) - 25, records ?? 100));
        Assert.All(clients, client => Assert.All(client.Rows.Zip(client.Users!), pair => Assert.Equal(users[Array.IndexOf(Rows, pair.First)], pair.Second)));
    }

    [Theory]
    [InlineData(PartitionKind.Iid)]
    [InlineData(PartitionKind.Dirichlet)]
    public void Deal_EveryRowOfAUserOfItsOwn_IsAsWithoutUsers(PartitionKind partition)
    {
        var section = new ClientsSection(Count: 4, Records: 90, Partition: partition);

        Assert.Equal(
            ClientDealer.Deal(Rows, 4, section, 3).SelectMany(client => client.Rows), ClientDealer.Deal(Rows, 4, section, 3, new string?[Rows.Length]).SelectMany(client => client.Rows));
    }

    [Theory]
    [InlineData(5, 100)]
    [InlineData(401, null)]
    [InlineData(300, null)]
    public void Deal_TooFewRows_SaysWhatToLower(int clients, int? records)
    {
        TooFewRecordsException error = Assert.Throws<TooFewRecordsException>(() => ClientDealer.Deal(Rows, 4, new ClientsSection(Count: clients, Records: records), 1));

        Assert.Equal((clients, records, 400), (error.Clients, error.Records, error.Rows));
        Assert.Contains("there are 400 private rows", error.Message, StringComparison.Ordinal);
    }
}

using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.Learning.Students;
using MathNet.Numerics.Distributions;

namespace Fdkt.GpuJobs.Stages;

/// <summary>
/// Deals private rows to simulated clients, in the order of coins that hang on the seed and on each row (or user) alone. No row goes to two clients; a seed draws the same rows for every
/// method. The number of rows and that of each client are public; what a simulation states of a client holds for the rows as they were dealt.
/// </summary>
/// <remarks>A row that is missing makes room for the next in the order: at most one row of each client changes then. A real client deals with nobody; its rows are decided one by one.</remarks>
public static class ClientDealer
{
    /// <summary>Deals the rows.</summary>
    /// <param name="rows">All private rows.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="section">How many clients, how many rows each, which class mix.</param>
    /// <param name="seed">Of the draw.</param>
    /// <param name="users">Whose each row is; null where users are not known. A user is dealt to one client alone, so that no second release reads the same user.</param>
    /// <returns>The clients. Where users are known, a client may get fewer rows than asked for, by those of users who were divided.</returns>
    /// <exception cref="TooFewRecordsException">There are fewer rows than the clients need.</exception>
    public static IReadOnlyList<ClientRecords> Deal(IReadOnlyList<Example> rows, int classes, ClientsSection section, int seed, IReadOnlyList<string?>? users = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(section);
        int each = RecordsOfEach(rows.Count, section);
        var random = new Random(seed);
        var owners = new DealtUsers(rows, users, KeyedCoins.OfSeed(seed));
        return section.Partition == PartitionKind.Dirichlet
            ? Skewed(rows, classes, section, each, owners, random)
            : Even(rows, section.Count, each, owners);
    }

    /// <summary>How many rows each client gets.</summary>
    /// <param name="rows">Number of private rows.</param>
    /// <param name="section">How many clients, how many rows each.</param>
    /// <returns>At least 2.</returns>
    /// <exception cref="TooFewRecordsException">There are fewer rows than the clients need.</exception>
    public static int RecordsOfEach(int rows, ClientsSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        int each = section.Records ?? rows / section.Count;
        if (each < 2 || (long)each * section.Count > rows)
        {
            throw new TooFewRecordsException(section.Count, section.Records, rows);
        }

        return each;
    }

    private static ClientRecords[] Even(IReadOnlyList<Example> rows, int clients, int each, DealtUsers owners)
    {
        var dealt = new List<ClientRecords>();
        int next = 0;
        for (int k = 0; k < clients; k++)
        {
            int[] chosen = [.. owners.Order.Skip(next).Take(each)];
            dealt.Add(Client(k, chosen, rows, owners));
            // What is left of a user who was divided belongs to nobody.
            next = owners.EndOfUser(next + chosen.Length);
        }

        return [.. dealt];
    }

    private static ClientRecords[] Skewed(IReadOnlyList<Example> rows, int classes, ClientsSection section, int each, DealtUsers owners, Random random)
    {
        Queue<int>[] left = [.. Enumerable.Range(0, classes).Select(_ => new Queue<int>())];
        foreach (int i in owners.Order)
        {
            left[rows[i].Label].Enqueue(i);
        }

        var dirichlet = new Dirichlet([.. Enumerable.Repeat(section.Alpha, classes)], random);
        return [.. Enumerable.Range(0, section.Count).Select(k =>
        {
            double[] mix = dirichlet.Sample();
            if (mix.Any(double.IsNaN))
            {
                // So small an α that every class underflowed: its limit is one class for the client.
                mix = new double[classes];
                mix[random.Next(classes)] = 1;
            }

            var taken = new List<int>(each);
            while (taken.Count < each && left.Any(queue => queue.Count > 0))
            {
                double total = Enumerable.Range(0, classes).Where(c => left[c].Count > 0).Sum(c => mix[c] + 1e-9);
                double draw = random.NextDouble() * total;
                int chosen = Enumerable.Range(0, classes).Where(c => left[c].Count > 0).First(c => (draw -= mix[c] + 1e-9) <= 0 || c == LastLeft(left));
                // With a row come all rows of its user: they are free or all dealt.
                taken.AddRange(owners.Take(left[chosen].Dequeue()).Take(each - taken.Count));
            }

            return Client(k, [.. taken], rows, owners);
        })];
    }

    private static int LastLeft(Queue<int>[] left) => Array.FindLastIndex(left, queue => queue.Count > 0);

    private static ClientRecords Client(int index, int[] chosen, IReadOnlyList<Example> rows, DealtUsers owners) =>
        new($"client-{index + 1}", [.. chosen.Select(i => rows[i])], owners.Users is { } users ? [.. chosen.Select(i => users[i])] : null);
}

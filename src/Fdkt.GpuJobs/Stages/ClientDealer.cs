using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Students;
using MathNet.Numerics.Distributions;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Deals private rows to simulated clients. No row goes to two clients; a seed draws the same rows for every method.</summary>
public static class ClientDealer
{
    /// <summary>Deals the rows.</summary>
    /// <param name="rows">All private rows.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="section">How many clients, how many rows each, which class mix.</param>
    /// <param name="seed">Of the draw.</param>
    /// <returns>The clients.</returns>
    /// <exception cref="TooFewRecordsException">There are fewer rows than the clients need.</exception>
    public static IReadOnlyList<ClientRecords> Deal(IReadOnlyList<Example> rows, int classes, ClientsSection section, int seed)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(section);
        int each = RecordsOfEach(rows.Count, section);
        var random = new Random(seed);
        return section.Partition == PartitionKind.Dirichlet
            ? Skewed(rows, classes, section, each, random)
            : Even(rows, section.Count, each, random);
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

    private static ClientRecords[] Even(IReadOnlyList<Example> rows, int clients, int each, Random random)
    {
        int[] order = Shuffled(rows.Count, random);
        return [.. Enumerable.Range(0, clients).Select(k => Client(k, order.AsSpan(k * each, each).ToArray(), rows))];
    }

    /// <summary>Each client draws its class mix from Dirichlet(α), then rows by that mix; a class that ran out gives way to the others.</summary>
    private static ClientRecords[] Skewed(IReadOnlyList<Example> rows, int classes, ClientsSection section, int each, Random random)
    {
        Queue<int>[] left = [.. Enumerable.Range(0, classes).Select(_ => new Queue<int>())];
        foreach (int i in Shuffled(rows.Count, random))
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
            while (taken.Count < each)
            {
                double total = Enumerable.Range(0, classes).Where(c => left[c].Count > 0).Sum(c => mix[c] + 1e-9);
                double draw = random.NextDouble() * total;
                int chosen = Enumerable.Range(0, classes).Where(c => left[c].Count > 0).First(c => (draw -= mix[c] + 1e-9) <= 0 || c == LastLeft(left));
                taken.Add(left[chosen].Dequeue());
            }

            return Client(k, [.. taken], rows);
        })];
    }

    private static int LastLeft(Queue<int>[] left) => Array.FindLastIndex(left, queue => queue.Count > 0);

    private static ClientRecords Client(int index, int[] chosen, IReadOnlyList<Example> rows) => new($"client-{index + 1}", [.. chosen.Select(i => rows[i])]);

    private static int[] Shuffled(int count, Random random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        random.Shuffle(order);
        return order;
    }
}

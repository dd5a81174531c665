using System.Globalization;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Students;
using MathNet.Numerics.Distributions;

namespace Fdkt.Cli.Runs;

/// <summary>Deals private rows to simulated clients. No row goes to two clients; a seed draws the same rows for every method.</summary>
internal static class ClientDealer
{
    /// <summary>Deals the rows.</summary>
    /// <exception cref="UserErrorException">There are fewer rows than the clients need.</exception>
    public static IReadOnlyList<ClientRecords> Deal(IReadOnlyList<Example> rows, int classes, ClientsSection section, int seed)
    {
        int each = RecordsOfEach(rows.Count, section);
        var random = new Random(seed);
        return section.Partition == PartitionKind.Dirichlet
            ? Skewed(rows, classes, section, each, random)
            : Even(rows, section.Count, each, random);
    }

    /// <summary>How many rows each client gets.</summary>
    /// <exception cref="UserErrorException">There are fewer rows than the clients need.</exception>
    public static int RecordsOfEach(int rows, ClientsSection section)
    {
        int each = section.Records ?? rows / section.Count;
        if (each < 2 || (long)each * section.Count > rows)
        {
            throw new UserErrorException(
                ExitCode.InvalidData,
                $"clients: {section.Count} × {section.Records?.ToString(CultureInfo.InvariantCulture) ?? "at least 2"} records are asked for, and there are {rows} private rows",
                "Lower clients.records (--records) or clients.count (--clients), leave more rows private, or give more training rows.");
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

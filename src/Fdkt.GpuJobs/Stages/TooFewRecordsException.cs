using System.Globalization;

namespace Fdkt.GpuJobs.Stages;

/// <summary>There are fewer private rows than the clients of a round need.</summary>
public sealed class TooFewRecordsException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="clients">Number of clients.</param>
    /// <param name="records">Records asked for per client; null where they are shared evenly.</param>
    /// <param name="rows">Private rows that there are.</param>
    public TooFewRecordsException(int clients, int? records, int rows)
        : base(
            $"clients: {clients} × {records?.ToString(CultureInfo.InvariantCulture) ?? "at least 2"} records are asked for, and there are {rows} private rows. "
            + "Lower clients.records (--records) or clients.count (--clients), leave more rows private, or give more training rows.") =>
        (Clients, Records, Rows) = (clients, records, rows);

    /// <summary>Number of clients.</summary>
    public int Clients { get; }

    /// <summary>Records asked for per client; null where they are shared evenly.</summary>
    public int? Records { get; }

    /// <summary>Private rows that there are.</summary>
    public int Rows { get; }
}

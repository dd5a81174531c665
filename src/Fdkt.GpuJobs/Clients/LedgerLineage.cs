using System.Globalization;
using Fdkt.Privacy.Ledger;

namespace Fdkt.GpuJobs.Clients;

/// <summary>What a statement's lineage says of the ledger.</summary>
public static class LedgerLineage
{
    /// <summary>The ledger's id.</summary>
    public const string Ledger = "ledger";

    /// <summary>Hash of the entry that charged the release.</summary>
    public const string Entry = "ledger entry";

    /// <summary>Hash of the ledger's last entry when the statement was written.</summary>
    public const string Head = "ledger head";

    /// <summary>How many entries the ledger held then.</summary>
    public const string Entries = "ledger entries";

    /// <summary>Adds what there is to say.</summary>
    /// <param name="lineage">What is known so far.</param>
    /// <param name="ledger">The ledger.</param>
    /// <param name="charge">The release.</param>
    /// <returns>The same lineage.</returns>
    public static Dictionary<string, string> Add(Dictionary<string, string> lineage, PrivacyLedger ledger, LedgerReservation charge)
    {
        ArgumentNullException.ThrowIfNull(lineage);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(charge);
        LedgerReport report = ledger.Report();
        lineage[Ledger] = ledger.LedgerId;
        lineage[Entry] = charge.EntryHash;
        lineage[Head] = report.Head;
        lineage[Entries] = report.Entries.Count.ToString(CultureInfo.InvariantCulture);
        return lineage;
    }
}

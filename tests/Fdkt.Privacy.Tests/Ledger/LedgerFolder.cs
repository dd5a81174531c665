using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

/// <summary>A folder of its own for each test, with a ledger in it.</summary>
internal sealed class LedgerFolder : IDisposable
{
    public static readonly string ContentA = new('a', 64);
    public static readonly string ContentB = new('b', 64);

    public LedgerFolder()
    {
        Folder = Directory.CreateTempSubdirectory("fdkt-ledger-").FullName;
        File = Path.Combine(Folder, "ledger.jsonl");
    }

    public string Folder { get; }

    public string File { get; }

    public static LedgerCharge Charge(string id, double sigma = 4) =>
        new(id, "reviews", "round-1", [new SampledGaussianEvent(0.01, sigma, 100), new DiscreteGaussianEvent(20, 1)], 1e-5);

    /// <summary>Opens the ledger; makes it where the test has none yet.</summary>
    public PrivacyLedger Open()
    {
        if (!System.IO.File.Exists(File))
        {
            PrivacyLedger.Create(File, new FixedClock());
        }

        return PrivacyLedger.Open(File, new FixedClock());
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

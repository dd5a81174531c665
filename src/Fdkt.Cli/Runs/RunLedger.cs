using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Reports;
using Fdkt.Contracts.Federation;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Files;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Cli.Runs;

/// <summary>
/// The ledger of <c>fdkt run --ledger</c>: releases of private rows that a researcher charges over several runs. Each is named by a keyed hash of the
/// rows and by a random id of its own, so the same finished release is charged once and one that is made again is charged again. Thread-safe.
/// </summary>
/// <remarks>
/// A plain hash of private rows would tell whoever knows all but one of them which one it is, and ledgers are shown to others; hence the key, beside
/// the ledger. The run's folder remembers what it charged: a ledger that lacks it was deleted or set back, and is refused.
/// </remarks>
internal sealed class RunLedger : IDisposable
{
    private const string KeySuffix = ".key";
    private const int KeyBytes = 32;
    private const int ShownDigits = 16;
    private readonly Lock _gate = new();
    private readonly PrivacyLedger _ledger;
    private readonly string _rows;
    private readonly string _task;
    private readonly string _markFile;
    private readonly SortedSet<string> _marked;

    private RunLedger(PrivacyLedger ledger, string rows, string task, string markFile, SortedSet<string> marked) =>
        (_ledger, _rows, _task, _markFile, _marked) = (ledger, rows, task, markFile, marked);

    /// <summary>Opens a ledger, or makes it where neither it nor the run's folder knows of a release.</summary>
    /// <param name="path">The file, absolute.</param>
    /// <param name="inputs">The private rows.</param>
    /// <param name="task">What they are classified for.</param>
    /// <param name="outputDirectory">The run's folder.</param>
    /// <param name="clock">Dates the entries.</param>
    /// <exception cref="LedgerDamagedException">It does not hold together.</exception>
    /// <exception cref="UserErrorException">It is missing, or lacks what this run's folder was charged for.</exception>
    public static RunLedger Open(string path, RunInputs inputs, string task, string outputDirectory, TimeProvider clock)
    {
        string markFile = Path.Combine(outputDirectory, "charged.json");
        SortedSet<string> marked = File.Exists(markFile)
            ? JsonSerializer.Deserialize(File.ReadAllBytes(markFile), RunJsonContext.Default.SortedSetString) ?? []
            : new SortedSet<string>(StringComparer.Ordinal);
        PrivacyLedger ledger = OpenOrCreate(path, marked.Count > 0, clock);
        try
        {
            if (marked.Except(ledger.Releases.Where(release => release.IsLive).Select(release => release.Charge.ReleaseId)).Any())
            {
                throw Behind(path, $"lacks releases that stand in {outputDirectory}: it is another ledger, or an older copy");
            }

            return new RunLedger(ledger, KeyedHash(Key(path + KeySuffix), inputs), NameRule.Slug(task, "task"), markFile, marked);
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>Charges a release before it is made. It counts from the moment this returns.</summary>
    public void Reserve(string id, IReadOnlyList<PrivacyEvent> events, double delta)
    {
        string name = NameOf(id);
        _ledger.Reserve(new LedgerCharge(name, _task, "run", events, delta));
        lock (_gate)
        {
            if (_marked.Add(name))
            {
                AtomicFile.Write(_markFile, stream => JsonSerializer.Serialize(stream, _marked, RunJsonContext.Default.SortedSetString));
            }
        }
    }

    /// <summary>Charges a finished release; charged before, nothing changes.</summary>
    public void Commit(ReleaseCharge charge)
    {
        Reserve(charge.Id, charge.Events, charge.Delta);
        _ledger.Commit(NameOf(charge.Id), charge.ContentHash);
    }

    /// <summary>What the report says of the ledger.</summary>
    public string Sentence()
    {
        LedgerReservation[] live = [.. _ledger.Releases.Where(release => release.IsLive)];
        double delta = live.Min(release => release.Charge.Delta);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"They are charged to {_ledger.Path}: all {live.Length} releases that stand there, of these rows or others, cost "
            + $"ε = {ReportText.Epsilon(_ledger.Spent(delta).EpsilonPld)} at δ = {delta:0.##e+0} if one record is in all of them.");
    }

    public void Dispose() => _ledger.Dispose();

    private static PrivacyLedger OpenOrCreate(string path, bool known, TimeProvider clock)
    {
        if (!File.Exists(path))
        {
            if (known)
            {
                throw Behind(path, "is missing, though releases of this run were charged to it");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            PrivacyLedger.Create(path, clock);
        }

        return PrivacyLedger.Open(path, clock);
    }

    private static UserErrorException Behind(string path, string problem) =>
        new(ExitCode.DamagedLedger, $"The privacy ledger '{path}' {problem}", "Put the newest copy back; nothing is released.");

    // A key that is lost makes other names: then finished releases are charged once more, which is never too little.
    private static byte[] Key(string path)
    {
        if (!File.Exists(path))
        {
            AtomicFile.Write(path, stream => stream.Write(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        return File.ReadAllBytes(path);
    }

    private static string KeyedHash(byte[] key, RunInputs inputs)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        for (int i = 0; i < inputs.Private.Count; i++)
        {
            (string text, int label) = (inputs.Private[i].Text, inputs.Private[i].Label);
            hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{label}\t{text.Length}\t{text}\t{inputs.Users?[i]}\n")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..ShownDigits];
    }

    private string NameOf(string id) => $"run/{_rows}/{id}";
}

using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Ledgers;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Artifacts;
using Fdkt.GpuJobs.Clients;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Tests.Clients;

/// <summary>
/// A client whose ledger and folders are deleted, cut and set back between releases, and the federation that receives them. Releases go through the same ledger, folders,
/// marks and checks, in the same order, as a worker's; only what is released costs no computation.
/// </summary>
internal sealed class TamperedClient : IDisposable
{
    private static readonly ClientId Name = new("c");
    private static readonly TaskId Task = new("t");

    // Accounted once: what is tested is the bookkeeping.
    private static readonly ReleaseStatement[] Costs = [.. ((double[])[20, 30, 40]).Select(sigma => StatementBuilder.Build("c", "r", "classMeans", [new GaussianEvent(sigma, 1)], 1000, 1e-5))];

    private readonly Random _random;
    private readonly string _root;
    private readonly TimeProvider _clock = TimeProvider.System;
    private readonly ClientFolder _folder;
    private readonly ClientKey _key;
    private readonly List<LedgerHead> _underWay = [];
    private readonly List<LedgerHead> _received = [];
    private readonly List<PrivacyEvent> _released = [];
    private readonly List<string> _snapshots = [];
    private ClientLedgerHead? _known;
    private bool _tampered;
    private int _releases;

    public TamperedClient(int seed)
    {
        _random = new Random(seed);
        // Memory where there is such a folder: thousands of flushes to a disk take minutes.
        _root = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"fdkt-tampered-{Guid.NewGuid():N}");
        _folder = ClientFolder.Create(Path.Combine(_root, "client"), new ClientSettings(
            ClientSettings.CurrentSchemaVersion, Name, new DataSection(new DataSource("private.jsonl"), new DataSource("test.jsonl")), [Task], ["a", "b"], new ClientPolicy(100, 100, 60)));
        _key = _folder.OpenKey();
    }

    /// <summary>How many releases left.</summary>
    public int Released => _released.Count;

    /// <summary>How many times a release was refused since the ledger lacked something.</summary>
    public int Refused { get; private set; }

    /// <summary>How many times the ledger was rebuilt.</summary>
    public int Rebuilt { get; private set; }

    public void Dispose()
    {
        _key.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    /// <summary>Does one thing, chosen by chance.</summary>
    public void Step()
    {
        switch (_random.Next(15))
        {
            case < 6:
                Release(FormattableString.Invariant($"job-{++_releases}"), stopAfter: _random.Next(4) == 0 ? _random.Next(4) : int.MaxValue);
                break;
            case 6:
                Release(FormattableString.Invariant($"job-{1 + _random.Next(Math.Max(1, _releases))}"), int.MaxValue);
                break;
            case 7:
                Snapshot();
                break;
            case 8:
                ReceiveAll();
                break;
            case 9:
                Tamper(() => File.Delete(_folder.LedgerPath));
                break;
            case 10:
                Tamper(CutLedger);
                break;
            case 11:
                Tamper(() => SetBack(ledger: true, releases: false));
                break;
            case 12:
                ReceiveAll(); // What nobody received and nobody kept, nobody can know of.
                Tamper(() => SetBack(ledger: false, releases: true));
                break;
            case 13:
                ReceiveAll();
                Tamper(() => SetBack(ledger: true, releases: true));
                break;
            default:
                ReceiveAll();
                Tamper(DeleteReleases);
                break;
        }
    }

    /// <summary>Tries to release, and where it is refused rebuilds the ledger until it is not.</summary>
    public void Finish()
    {
        ReceiveAll();
        string last = FormattableString.Invariant($"job-{++_releases}");
        if (!Release(last, int.MaxValue))
        {
            Rebuild(all: true);
            Assert.True(Release(last, int.MaxValue));
        }

        ReceiveAll();
        AssertAllIsCharged();
    }

    /// <returns>False where it was refused.</returns>
    private bool Release(string id, int stopAfter)
    {
        try
        {
            using PrivacyLedger ledger = ClientLedger.Open(_folder, _clock);
            if (_known is { } seen && !ClientLedger.Knows(ledger, seen.Head.Mark))
            {
                throw new LedgerBehindException(ledger.Path, "lacks what the federation saw");
            }

            ReleaseUnder(ledger, id, stopAfter);
            return true;
        }
        catch (Exception refusal) when (refusal is LedgerBehindException or LedgerDamagedException)
        {
            Assert.True(_tampered, $"{id} was refused, and nothing had been touched: {refusal.Message}");
            Refused++;
            if (_random.Next(2) == 0)
            {
                Rebuild(all: _random.Next(2) == 0);
            }

            return false;
        }
    }

    private void ReleaseUnder(PrivacyLedger ledger, string id, int stopAfter)
    {
        ArtifactPath path = ArtifactPath.Demos(Name, Task, new RoundId("r"), int.Parse(id[4..], System.Globalization.CultureInfo.InvariantCulture));
        KeptArtifact? kept = _folder.Releases.Find(id, path);
        if (kept is null)
        {
            if (ledger.Releases.Any(known => known.Charge.ReleaseId == id && known.State == LedgerReservationState.Committed))
            {
                return; // Made before, and gone: never made again.
            }

            ReleaseStatement cost = Costs[id.Sum(letter => letter) % Costs.Length];
            LedgerReservation charge = ledger.Reserve(new LedgerCharge(id, Task.Value, "r", cost.Events, cost.Delta));
            if (stopAfter == 0)
            {
                return;
            }

            _folder.Statements.Write(id, cost with { ReleaseId = id, Lineage = LedgerLineage.Add(new() { ["task"] = Task.Value, ["round"] = "r" }, ledger, charge) });
            if (stopAfter == 1)
            {
                return;
            }

            ReleasedDataset dataset = ReleasedDataset.Release(
                [new LabelledText(id, "a")], new PrivacyStatement("c", cost.Epsilon, cost.Delta, PrivacyMechanism.ClassMeans, cost.Adjacency, "one record", "pld"), "synthesize");
            kept = _folder.Releases.Keep(
                id, SealedArtifact.Seal(path, dataset, new ArtifactDescription(Task, new RoundId("r"), 0, Name, ClientLedger.Head(ledger)), _key), KeptRecord.Of([], null, charge.Charge));
            if (stopAfter == 2)
            {
                return;
            }
        }

        ledger.Commit(id, kept.Artifact.Manifest.ContentHash);
        LedgerHead head = kept.Artifact.Manifest.Ledger!;
        if (stopAfter == 3 || _received.Concat(_underWay).Any(sent => sent.Mark == head.Mark && sent.Entries == head.Entries))
        {
            return;
        }

        _released.AddRange(ledger.Releases.Single(release => release.Charge.ReleaseId == id).Charge.Events);
        AssertCovers(ledger.Releases);
        _underWay.Add(head);
        if (_random.Next(3) > 0)
        {
            ReceiveAll();
        }
    }

    /// <summary>The federation receives what is under way, in any order, and what it has received already comes again.</summary>
    private void ReceiveAll()
    {
        foreach (LedgerHead head in _underWay.OrderBy(_ => _random.Next()).ToArray())
        {
            _known = ClientLedgerHead.After(Name, _known, Stored(head));
            Assert.NotNull(_known);
            _underWay.Remove(head);
            _received.Add(head);
        }

        if (_received.Count > 0)
        {
            Assert.Same(_known, ClientLedgerHead.After(Name, _known, _received[_random.Next(_received.Count)]));
        }
    }

    private static LedgerHead Stored(LedgerHead head) => JsonSerializer.Deserialize(
        JsonSerializer.Serialize(head, Fdkt.Contracts.Json.FederationJsonContext.Default.LedgerHead), Fdkt.Contracts.Json.FederationJsonContext.Default.LedgerHead)!;

    private void Rebuild(bool all)
    {
        ReceiveAll();
        string[] copies = [.. _snapshots.Select(snapshot => Path.Combine(snapshot, "ledger.jsonl")).Where(File.Exists).Where(_ => all || _random.Next(2) == 0)];
        try
        {
            LedgerRebuild.Run(_folder, copies, all || _random.Next(2) == 0 ? _known : null, neverReleased: all && _known is null, _clock);
        }
        catch (LedgerBehindException) when (!all)
        {
            return; // Too little to go by.
        }

        Rebuilt++;
        if (all)
        {
            AssertAllIsCharged();
            _tampered = false;
        }
    }

    private void Tamper(Action action)
    {
        action();
        _tampered = true;
    }

    private void CutLedger()
    {
        if (File.Exists(_folder.LedgerPath))
        {
            string[] lines = File.ReadAllLines(_folder.LedgerPath);
            using FileStream file = File.OpenWrite(_folder.LedgerPath);
            // At the end of a line as often as anywhere.
            file.SetLength(_random.Next(2) == 0 ? lines.Take(_random.Next(lines.Length)).Sum(line => line.Length + 1) : _random.NextInt64(file.Length + 1));
        }
    }

    private void DeleteReleases()
    {
        foreach (string name in (string[])["releases", "statements"])
        {
            string path = Path.Combine(_folder.Path, name);
            if (Directory.Exists(path) && _random.Next(3) > 0)
            {
                Directory.Delete(path, recursive: true);
            }
        }

        if (_random.Next(2) == 0)
        {
            File.Delete(_folder.LedgerPath);
        }
    }

    private void Snapshot()
    {
        string snapshot = Path.Combine(_root, FormattableString.Invariant($"snapshot-{_snapshots.Count}"));
        Copy(_folder.Path, snapshot);
        _snapshots.Add(snapshot);
    }

    private void SetBack(bool ledger, bool releases)
    {
        if (_snapshots.Count == 0)
        {
            return;
        }

        string snapshot = _snapshots[_random.Next(_snapshots.Count)];
        if (ledger)
        {
            File.Delete(_folder.LedgerPath);
            if (File.Exists(Path.Combine(snapshot, "ledger.jsonl")))
            {
                File.Copy(Path.Combine(snapshot, "ledger.jsonl"), _folder.LedgerPath);
            }
        }

        foreach (string name in releases ? (string[])["releases", "statements"] : [])
        {
            string path = Path.Combine(_folder.Path, name);
            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }

            if (Directory.Exists(Path.Combine(snapshot, name)))
            {
                Copy(Path.Combine(snapshot, name), path);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (string folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    private void AssertAllIsCharged() => AssertCovers(PrivacyLedger.Verify(_folder.LedgerPath).Releases);

    private void AssertCovers(IEnumerable<LedgerReservation> charged)
    {
        Dictionary<PrivacyEvent, int> left = charged.Where(release => release.IsLive).SelectMany(release => release.Charge.Events).CountBy(e => e).ToDictionary();
        foreach ((PrivacyEvent released, int times) in _released.CountBy(e => e))
        {
            Assert.True(left.GetValueOrDefault(released) >= times, $"{times} times {released} were released, {left.GetValueOrDefault(released)} are charged.");
        }
    }
}

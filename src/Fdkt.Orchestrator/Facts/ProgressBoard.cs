using System.Collections.Concurrent;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;

namespace Fdkt.Orchestrator.Facts;

/// <summary>The last that was heard of each job, in memory: after a restart it fills again from the workers' heartbeats. Thread-safe.</summary>
internal sealed class ProgressBoard(TimeProvider time)
{
    /// <summary>Jobs kept of one round: facts come from outside and must not fill the memory.</summary>
    private const int MostJobs = 20_000;

    private readonly ConcurrentDictionary<RoundId, ConcurrentDictionary<JobId, Heard>> _rounds = new();
    private readonly ConcurrentDictionary<RoundId, byte> _changed = new();

    /// <summary>The rounds of which something was heard.</summary>
    public IReadOnlyCollection<RoundId> Rounds => [.. _rounds.Keys];

    /// <summary>Notes a fact.</summary>
    /// <param name="fact">The fact.</param>
    public void Note(JobFact fact)
    {
        ConcurrentDictionary<JobId, Heard> jobs = _rounds.GetOrAdd(fact.Round, _ => new());
        if (jobs.Count >= MostJobs && !jobs.ContainsKey(fact.Job))
        {
            return;
        }

        Heard heard = new(time.GetUtcNow(), fact switch
        {
            JobStarted or ClientJobWorking => new JobProgress(fact.Job, fact.Client, string.Empty, 0, 0, fact.At),
            JobProgressed progressed => new JobProgress(fact.Job, fact.Client, progressed.Step, progressed.Done, progressed.Total, fact.At),
            _ => null,
        });

        // Facts come out of order: an end stays an end, and the later word of a worker counts.
        jobs.AddOrUpdate(fact.Job, heard, (_, before) =>
            before.Progress is null || (heard.Progress is { } now && now.At < before.Progress.At) ? before with { At = heard.At } : heard);
        _changed[fact.Round] = 0;
    }

    /// <summary>Whether anything was heard of a job.</summary>
    /// <param name="round">Its round.</param>
    /// <param name="job">The job.</param>
    /// <param name="since">Since when.</param>
    public bool HeardSince(RoundId round, JobId job, DateTimeOffset since) =>
        _rounds.TryGetValue(round, out ConcurrentDictionary<JobId, Heard>? jobs) && jobs.TryGetValue(job, out Heard? heard) && heard.At >= since;

    /// <summary>Forgets a round.</summary>
    /// <param name="round">The round.</param>
    public void Forget(RoundId round)
    {
        _rounds.TryRemove(round, out _);
        _changed.TryRemove(round, out _);
    }

    /// <summary>The rounds in which something changed since the last call, with the jobs that are being worked on.</summary>
    public IReadOnlyList<RoundProgress> TakeChanged()
    {
        DateTimeOffset now = time.GetUtcNow();
        var changed = new List<RoundProgress>();
        foreach (RoundId round in _changed.Keys)
        {
            _changed.TryRemove(round, out _);
            if (_rounds.TryGetValue(round, out ConcurrentDictionary<JobId, Heard>? jobs))
            {
                IEnumerable<JobProgress> working = jobs.Values.Select(heard => heard.Progress).OfType<JobProgress>().OrderBy(job => job.Job.Value, StringComparer.Ordinal);
                changed.Add(new RoundProgress(RoundProgress.CurrentSchemaVersion, round, [.. working], now));
            }
        }

        return changed;
    }

    /// <summary>The last that was heard of a job.</summary>
    /// <param name="At">When, by this process's clock.</param>
    /// <param name="Progress">How far it was; null once it ended.</param>
    private sealed record Heard(DateTimeOffset At, JobProgress? Progress);
}

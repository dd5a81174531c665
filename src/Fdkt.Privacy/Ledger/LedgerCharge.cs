using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Ledger;

/// <summary>What one release costs: the argument of <see cref="PrivacyLedger.Reserve"/>. Immutable, thread-safe.</summary>
/// <remarks>Ids name jobs, never records: the ledger is shown to others.</remarks>
public sealed record LedgerCharge
{
    /// <summary>Longest id or name, in characters.</summary>
    public const int LongestName = 256;

    /// <summary>Describes a charge.</summary>
    /// <param name="releaseId">Names the release once and for all, such as round, client and step; equal ids mean the same release.</param>
    /// <param name="task">The task it is made for.</param>
    /// <param name="round">The round it is made in.</param>
    /// <param name="events">All mechanisms that read private records on the way to the release, at least one.</param>
    /// <param name="delta">δ that the release's own statement is made at, in (0, 1).</param>
    /// <exception cref="ArgumentException">A name that is blank, too long or holds control characters or surrogates; or no event.</exception>
    /// <exception cref="PrivacyParameterException">δ out of its range.</exception>
    public LedgerCharge(string releaseId, string task, string round, IEnumerable<PrivacyEvent> events, double delta)
    {
        ArgumentNullException.ThrowIfNull(events);
        ReleaseId = Name(releaseId, nameof(releaseId));
        Task = Name(task, nameof(task));
        Round = Name(round, nameof(round));
        Events = [.. events];
        if (Events.Count == 0 || Events.Contains(null!))
        {
            throw new ArgumentException("A release that reads private records has at least one event.", nameof(events));
        }

        Delta = delta is > 0.0 and < 1.0
            ? delta
            : throw new PrivacyParameterException("delta", delta, "it must lie above 0 and below 1.", "The default is min(1e-5, n^-1.5) for n records.");
    }

    /// <summary>Names the release once and for all.</summary>
    public string ReleaseId { get; }

    /// <summary>The task it is made for.</summary>
    public string Task { get; }

    /// <summary>The round it is made in.</summary>
    public string Round { get; }

    /// <summary>All mechanisms that read private records on the way to the release.</summary>
    public IReadOnlyList<PrivacyEvent> Events { get; }

    /// <summary>δ of the release's own statement.</summary>
    public double Delta { get; }

    /// <summary>Whether both describe the same release at the same cost, event by event.</summary>
    /// <param name="other">The other charge.</param>
    public bool Equals(LedgerCharge? other) =>
        other is not null && ReleaseId == other.ReleaseId && Task == other.Task && Round == other.Round
        && Delta.Equals(other.Delta) && Events.SequenceEqual(other.Events);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(ReleaseId, Task, Round, Delta, Events.Count);

    private static string Name(string value, string parameter)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, parameter);
        return value.Length <= LongestName && !value.Any(c => char.IsControl(c) || char.IsSurrogate(c))
            ? value
            : throw new ArgumentException($"A name has at most {LongestName} characters, none of them a control character or a surrogate.", parameter);
    }
}

namespace Fdkt.Contracts.Jobs;

/// <summary>
/// A fact that a client may send. It has room for ids, a time in whole minutes, a reason and the reference of a release, and for no count, size, step or duration:
/// whatever a client says beside its release must be the same on neighbouring data. An architecture test names every property that such a fact may have.
/// </summary>
public interface IClientFact
{
    /// <summary>When, cut to the whole minute: a finer time tells how long the private rows took.</summary>
    DateTimeOffset At { get; }
}

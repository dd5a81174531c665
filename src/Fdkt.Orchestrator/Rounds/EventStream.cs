using System.Diagnostics.CodeAnalysis;

namespace Fdkt.Orchestrator.Rounds;

/// <summary>
/// The events of one name, one after the other. Exactly one wait is open at any time and none is ever cancelled, so no event is handed to a wait that nobody looks at.
/// </summary>
/// <typeparam name="T">Their payload.</typeparam>
internal sealed class EventStream<T>(IRoundContext context, EventName<T> name)
    where T : class
{
    private Task<T> _next = context.WaitForExternalEventAsync(name);

    /// <summary>Ends when an event is there to take.</summary>
    public Task Arrived => _next;

    /// <summary>Takes the next event if one is there.</summary>
    /// <param name="payload">Its payload.</param>
    public bool TryTake([NotNullWhen(true)] out T? payload)
    {
        if (!_next.IsCompletedSuccessfully)
        {
            payload = null;
            return false;
        }

        payload = _next.Result;
        _next = context.WaitForExternalEventAsync(name);
        return true;
    }
}

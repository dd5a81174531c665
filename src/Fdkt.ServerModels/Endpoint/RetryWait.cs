namespace Fdkt.ServerModels.Endpoint;

/// <summary>The wait before a request is sent again.</summary>
/// <param name="pacer">Holds all requests back where the server asks for it: its limit is the account's and not one request's.</param>
/// <param name="name">What messages call the server.</param>
/// <param name="clock">The clock.</param>
internal sealed class RetryWait(RequestPacer pacer, string name, TimeProvider clock)
{
    /// <summary>Waits, or sees to it that the next turn comes late enough.</summary>
    /// <param name="fault">Of the request.</param>
    /// <param name="attempt">The attempt that failed, 1 for the first.</param>
    /// <param name="seed">Of the draw of the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BackendException">The server asks for more than is waited here.</exception>
    public async Task AfterAsync(RequestFault fault, int attempt, int seed, CancellationToken cancellationToken)
    {
        if (fault.RetryAfter is not { } asked)
        {
            await Task.Delay(BackOff.After(attempt, unchecked(seed + attempt)), clock, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (asked > BackOff.Longest)
        {
            throw new BackendException($"The model {name} asks to wait {asked}, which is longer than {BackOff.Longest}.", isPassing: true);
        }

        pacer.Pause(asked);
    }
}

namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>Makes tokens for the broker's token node.</summary>
internal interface ITokenSource
{
    /// <summary>The token type's name.</summary>
    string Kind { get; }

    /// <summary>A token that holds now.</summary>
    /// <param name="audience">The address it is for, as a URI.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    ValueTask<BrokerToken> GetAsync(string audience, CancellationToken cancellationToken);
}

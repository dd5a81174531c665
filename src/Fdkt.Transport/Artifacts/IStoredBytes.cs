namespace Fdkt.Transport.Artifacts;

/// <summary>Opens what a store holds under a name, whatever it is: a file, a blob.</summary>
internal interface IStoredBytes
{
    /// <summary>Null where there is nothing.</summary>
    Task<Stream?> OpenAsync(string container, string name, CancellationToken cancellationToken);
}

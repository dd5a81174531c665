namespace Fdkt.ServerModels.Endpoint;

/// <summary>Whether requests carry the schema of replies: until a server turns down a request with it and takes the same one without. Thread-safe.</summary>
internal sealed class SchemaUse(bool wanted)
{
    private volatile bool _off = !wanted;
    private volatile bool _proven;

    /// <summary>Whether the next request carries it.</summary>
    public bool IsOn => !_off;

    /// <summary>Whether a request that was turned down with it may be tried without.</summary>
    public bool MayBeAtFault => !_proven;

    /// <summary>The server took a request with the schema: what it turns down later, it does for another reason.</summary>
    public void Proven() => _proven = true;

    /// <summary>The server took without the schema what it turned down with it.</summary>
    public void Drop() => _off = true;
}

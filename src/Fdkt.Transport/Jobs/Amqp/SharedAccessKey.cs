namespace Fdkt.Transport.Jobs.Amqp;

/// <summary>A shared access key of a broker. For emulators; in the cloud use an identity.</summary>
/// <param name="name">Name of the key's policy.</param>
/// <param name="value">The key.</param>
public sealed class SharedAccessKey(string name, string value)
{
    /// <summary>Name of the key's policy.</summary>
    public string Name { get; } = name;

    internal string Value { get; } = value;

    /// <summary>The name, without the key.</summary>
    public override string ToString() => Name;
}

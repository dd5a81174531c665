namespace Fdkt.Contracts.Federation;

/// <summary>A name that is safe wherever it goes: in a blob path, a queue name, a file name, a log line.</summary>
/// <typeparam name="TSelf">The id itself.</typeparam>
public interface IFederationId<TSelf>
    where TSelf : struct, IFederationId<TSelf>
{
    /// <summary>The text of the id.</summary>
    string Value { get; }

    /// <summary>Reads an id, or refuses it.</summary>
    /// <param name="value">The text.</param>
    /// <returns>The id.</returns>
    /// <exception cref="InvalidNameException">The text breaks the rule of names.</exception>
    static abstract TSelf Parse(string value);
}

using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Documents;

/// <summary>A document and the tag of its version.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="Value">The record.</param>
/// <param name="Tag">Changes with the content; opaque.</param>
public sealed record StoredDocument<T>(T Value, string Tag)
    where T : class, IControlDocument;

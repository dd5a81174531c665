namespace Fdkt.Contracts.Federation;

/// <summary>A client as the operator enrolled it: <c>clients/NAME.json</c> in the registry.</summary>
/// <param name="SchemaVersion">Version of this record: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="Client">The client.</param>
/// <param name="KeyId">SHA-256 of <paramref name="PublicKey"/>'s bytes, lower-case hexadecimal.</param>
/// <param name="PublicKey">ECDSA P-256 SubjectPublicKeyInfo, DER in base64.</param>
/// <param name="Tasks">Tasks the client takes part in.</param>
/// <param name="MaximumEpsilon">Largest ε that is accepted of the client in one release, above 0.</param>
/// <param name="MaximumRows">Most demonstrations in one release, at least 1.</param>
/// <param name="EnrolledAt">When.</param>
/// <param name="RevokedAt">When the enrolment ended; null while it holds.</param>
/// <param name="MaximumDelta">Largest δ that is accepted of the client in one release, in (0, 1); null leaves it to the round's plan.</param>
public sealed record ClientRegistration(
    int SchemaVersion,
    ClientId Client,
    string KeyId,
    string PublicKey,
    IReadOnlyList<TaskId> Tasks,
    double MaximumEpsilon,
    int MaximumRows,
    DateTimeOffset EnrolledAt,
    DateTimeOffset? RevokedAt,
    double? MaximumDelta = null) : IControlDocument
{
    /// <summary>The version that this build writes.</summary>
    public const int CurrentSchemaVersion = 1;
}

using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Registry;

/// <summary>The enrolled clients: one document each, changed only against the version that was looked at.</summary>
/// <param name="documents">Where the documents are.</param>
/// <param name="clock">Dates enrolments and revocations.</param>
public sealed class ClientRegistry(IDocumentStore documents, TimeProvider clock)
{
    // Each lost race means that another writer got through, so a few more tries than there are operators are enough.
    private const int MostTries = 20;

    /// <summary>Enrols a client, or brings its enrolment up to date.</summary>
    /// <param name="wanted">The enrolment; its dates are set here.</param>
    /// <param name="replace">Whether another key, or a revocation, may be replaced.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What is stored now.</returns>
    /// <exception cref="RegistryConflictException">Another key is enrolled, or the client is revoked, and <paramref name="replace"/> is false.</exception>
    public Task<ClientRegistration> EnrolAsync(ClientRegistration wanted, bool replace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        return ChangeAsync(wanted.Client, current => Enrolment(wanted, current, replace), cancellationToken);
    }

    /// <summary>Ends a client's enrolment: its uploads are refused from now on. Doing it again changes nothing.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What is stored now.</returns>
    /// <exception cref="RegistryConflictException">The client is not enrolled.</exception>
    public Task<ClientRegistration> RevokeAsync(ClientId client, CancellationToken cancellationToken) =>
        ChangeAsync(
            client,
            current => current is null
                ? throw new RegistryConflictException(client, "is not enrolled.")
                : current with { RevokedAt = current.RevokedAt ?? clock.GetUtcNow() },
            cancellationToken);

    /// <summary>A client's enrolment; null where there is none.</summary>
    /// <param name="client">The client.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<ClientRegistration?> FindAsync(ClientId client, CancellationToken cancellationToken) =>
        (await ReadAsync(client, cancellationToken).ConfigureAwait(false))?.Value;

    /// <summary>All enrolments, revoked ones among them, in the order of names.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async IAsyncEnumerable<ClientRegistration> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (string name in documents.ListAsync(DocumentPath.Clients, cancellationToken).ConfigureAwait(false))
        {
            string id = Path.GetFileNameWithoutExtension(name[DocumentPath.Clients.Length..]);
            if (NameRule.Holds(id) && await FindAsync(new ClientId(id), cancellationToken).ConfigureAwait(false) is { } registration)
            {
                yield return registration;
            }
        }
    }

    private ClientRegistration Enrolment(ClientRegistration wanted, ClientRegistration? current, bool replace)
    {
        if (!replace && current is not null && current.KeyId != wanted.KeyId)
        {
            throw new RegistryConflictException(wanted.Client, "is enrolled with another key. If this folder's key is the right one, enrol with --replace.");
        }

        if (!replace && current?.RevokedAt is not null)
        {
            throw new RegistryConflictException(wanted.Client, "is revoked. To let it take part again, enrol with --replace.");
        }

        DateTimeOffset enrolledAt = current is not null && current.KeyId == wanted.KeyId ? current.EnrolledAt : clock.GetUtcNow();
        return wanted with { EnrolledAt = enrolledAt, RevokedAt = null };
    }

    /// <summary>Reads, decides and writes until nobody wrote in between: the decision always holds for what it replaced.</summary>
    private async Task<ClientRegistration> ChangeAsync(ClientId client, Func<ClientRegistration?, ClientRegistration> decide, CancellationToken cancellationToken)
    {
        for (int attempt = 1; attempt <= MostTries; attempt++)
        {
            StoredDocument<ClientRegistration>? current = await ReadAsync(client, cancellationToken).ConfigureAwait(false);
            ClientRegistration next = decide(current?.Value);
            DocumentPath path = DocumentPath.Client(client);
            bool written = current is null
                ? await documents.TryCreateAsync(path, next, FederationJsonContext.Default.ClientRegistration, cancellationToken).ConfigureAwait(false)
                : await documents.TryReplaceAsync(path, next, FederationJsonContext.Default.ClientRegistration, current.Tag, cancellationToken).ConfigureAwait(false);
            if (written)
            {
                return next;
            }
        }

        throw new RegistryConflictException(client, $"was changed by others {MostTries} times in a row. Try again.");
    }

    private Task<StoredDocument<ClientRegistration>?> ReadAsync(ClientId client, CancellationToken cancellationToken) =>
        documents.ReadAsync(DocumentPath.Client(client), FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, cancellationToken);
}

using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;

namespace Fdkt.Orchestrator.Registry;

/// <summary>The enrolments. Read anew each time: a revocation holds from the next look on.</summary>
internal sealed class ClientDirectory(IDocumentStore documents)
{
    /// <summary>Enrolments read at a time.</summary>
    private const int Parallel = 16;

    /// <summary>The enrolment of a client that may take part in a task.</summary>
    /// <param name="client">The client.</param>
    /// <param name="task">The task.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RefusedException">It may not.</exception>
    public async Task<ClientRegistration> GetAsync(ClientId client, TaskId task, CancellationToken cancellationToken)
    {
        StoredDocument<ClientRegistration>? stored = await documents
            .ReadAsync(DocumentPath.Client(client), FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, cancellationToken).ConfigureAwait(false);
        ClientRegistration registration = stored?.Value ?? throw new RefusedException(ReasonCode.UnknownClient, $"Client {client} is not enrolled.");
        if (registration.RevokedAt is not null)
        {
            throw new RefusedException(ReasonCode.RevokedClient, $"The enrolment of client {client} was revoked.");
        }

        return registration.Tasks.Contains(task) ? registration : throw new RefusedException(ReasonCode.UnknownTask, $"Client {client} is not enrolled for task {task}.");
    }

    /// <summary>Clients that may take part in a task, in the order of their names.</summary>
    /// <param name="task">The task.</param>
    /// <param name="among">Only these; null means all that are enrolled.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<ClientId>> ParticipantsAsync(TaskId task, IReadOnlyList<ClientId>? among, CancellationToken cancellationToken)
    {
        IEnumerable<ClientId> candidates = among ?? await AllAsync(cancellationToken).ConfigureAwait(false);
        var participants = new System.Collections.Concurrent.ConcurrentBag<ClientId>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken };
        await System.Threading.Tasks.Parallel.ForEachAsync(candidates.Distinct(), options, async (client, stop) =>
        {
            try
            {
                await GetAsync(client, task, stop).ConfigureAwait(false);
                participants.Add(client);
            }
            catch (RefusedException)
            {
                // Not enrolled, revoked, of other tasks, or an unreadable enrolment: it does not take part.
            }
        }).ConfigureAwait(false);
        return [.. participants.OrderBy(client => client.Value, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<ClientId>> AllAsync(CancellationToken cancellationToken)
    {
        var clients = new List<ClientId>();
        await foreach (string name in documents.ListAsync(DocumentPath.Clients, cancellationToken).ConfigureAwait(false))
        {
            string client = Path.GetFileNameWithoutExtension(name);
            if (NameRule.Holds(client))
            {
                clients.Add(new ClientId(client));
            }
        }

        return clients;
    }
}

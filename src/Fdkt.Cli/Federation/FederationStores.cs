using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Journal;

namespace Fdkt.Cli.Federation;

/// <summary>All that lies in the storage of a federation.</summary>
/// <param name="Artifacts">Released data sets.</param>
/// <param name="Documents">Control documents.</param>
/// <param name="Journals">Journals of rounds.</param>
/// <param name="Inbox">Opens the announcements of demonstrations, which not every storage has.</param>
internal sealed record FederationStores(IArtifactStore Artifacts, IDocumentStore Documents, IRoundJournalStore Journals, Func<IDemoInbox> Inbox);

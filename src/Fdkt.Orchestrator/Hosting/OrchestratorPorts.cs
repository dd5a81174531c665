using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Journal;
using Fdkt.Contracts.Messaging;

namespace Fdkt.Orchestrator.Hosting;

/// <summary>What an orchestrator works with. Whoever makes them disposes them, after the orchestrator has stopped.</summary>
/// <param name="Jobs">The job queues.</param>
/// <param name="Artifacts">The artifacts.</param>
/// <param name="Inbox">The clients' announcements.</param>
/// <param name="Documents">The control documents.</param>
/// <param name="Journals">The journals of rounds.</param>
public sealed record OrchestratorPorts(IJobQueue Jobs, IArtifactStore Artifacts, IDemoInbox Inbox, IDocumentStore Documents, IRoundJournalStore Journals);

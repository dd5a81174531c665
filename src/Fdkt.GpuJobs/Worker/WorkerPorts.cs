using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Documents;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Messaging;

namespace Fdkt.GpuJobs.Worker;

/// <summary>How a worker reaches the rest of the federation. Not owned.</summary>
/// <param name="Queue">Jobs and facts.</param>
/// <param name="Artifacts">Released data sets.</param>
/// <param name="Documents">Results and pools.</param>
/// <param name="Inbox">Where demonstrations are announced.</param>
public sealed record WorkerPorts(IJobQueue Queue, IArtifactStore Artifacts, IDocumentStore Documents, IDemoInbox Inbox);

using Fdkt.Contracts.Artifacts;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Orchestrator.Hosting;

/// <summary>How an orchestrator behaves. What concerns a round stands in its round file.</summary>
public sealed record OrchestratorOptions
{
    /// <summary>Pause after the upload queue was found empty. Above zero; default 1 second.</summary>
    public TimeSpan InboxPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a received upload message is hidden: also the pause before one that could not be dealt with comes again. 1 second to 7 days; default 30 seconds.</summary>
    public TimeSpan InboxHide { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Deliveries of an upload message after which an artifact that is not there counts as missing. At least 1; default 5.</summary>
    public int MissingArtifactDeliveries { get; init; } = 5;

    /// <summary>How long one call waits for a message of a job queue. Not negative; default 10 seconds.</summary>
    public TimeSpan ReceiveWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Messages of one queue that are handled at a time. 1 to 256; default 32.</summary>
    public int ParallelMessages { get; init; } = 32;

    /// <summary>How long a message that cannot be dealt with now is kept before it is given back. Not negative, below the broker's lock; default 15 seconds.</summary>
    public TimeSpan LaterPause { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Pause after a queue or store could not be reached. Above zero; default 5 seconds.</summary>
    public TimeSpan FaultPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Between two writes of the jobs' progress. Above zero; default 5 seconds.</summary>
    public TimeSpan ProgressInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What is accepted of an upload, beside the client's own limits. Default: that of any artifact, with a manifest of 256 KiB, for an upload carries one statement.</summary>
    public ArtifactLimits UploadLimits { get; init; } = ArtifactLimits.Default with { MaximumManifestBytes = 256 * 1024 };

    /// <summary>Rounds at certain times; default none.</summary>
    public IReadOnlyList<RoundSchedule> Schedules { get; init; } = [];
}

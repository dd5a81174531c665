using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Ledgers;

namespace Fdkt.Orchestrator.Inbox;

/// <summary>What the checks of an upload came to.</summary>
internal abstract record UploadVerdict
{
    private UploadVerdict()
    {
    }

    /// <summary>The demonstrations may be used.</summary>
    /// <param name="Upload">What was accepted.</param>
    /// <param name="Ledger">How the client's ledger stood, as the manifest says; null where it says nothing, and where they were accepted before.</param>
    internal sealed record Accepted(AcceptedUpload Upload, LedgerHead? Ledger = null) : UploadVerdict;

    /// <summary>The artifact is faulty. Said only of the very bytes that were announced: a false announcement cannot have another's artifact quarantined.</summary>
    /// <param name="Path">The artifact.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">One sentence for the operator.</param>
    internal sealed record Quarantined(ArtifactPath Path, ReasonCode Reason, string Detail) : UploadVerdict;

    /// <summary>The announcement is faulty.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Detail">One sentence for the operator.</param>
    internal sealed record Refused(ReasonCode Reason, string Detail) : UploadVerdict;
}

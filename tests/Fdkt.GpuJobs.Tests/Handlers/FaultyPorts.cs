using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;

namespace Fdkt.GpuJobs.Tests.Handlers;

/// <summary>A store and an inbox that fail once, before or after they have done what they were asked.</summary>
internal sealed class FaultyPorts(IArtifactStore store, IDemoInbox inbox, string at) : IArtifactStore, IDemoInbox
{
    private bool _failed;

    public Task<ArtifactReference> WriteAsync(SealedArtifact artifact, CancellationToken cancellationToken) => AroundAsync("store", () => store.WriteAsync(artifact, cancellationToken));

    public Task SendAsync(DemoUpload upload, CancellationToken cancellationToken) => AroundAsync("inbox", async () =>
    {
        await inbox.SendAsync(upload, cancellationToken);
        return true;
    });

    public Task<ArtifactReference?> FindAsync(ArtifactPath path, CancellationToken cancellationToken) => store.FindAsync(path, cancellationToken);

    public Task<StoredArtifact> ReadAsync(ArtifactPath path, ArtifactReference reference, ArtifactLimits limits, CancellationToken cancellationToken) =>
        store.ReadAsync(path, reference, limits, cancellationToken);

    public Task QuarantineAsync(ArtifactPath path, ReasonCode reason, CancellationToken cancellationToken) => store.QuarantineAsync(path, reason, cancellationToken);

    public Task<ReasonCode?> QuarantineReasonAsync(ArtifactPath path, CancellationToken cancellationToken) => store.QuarantineReasonAsync(path, cancellationToken);

    public Task<IReadOnlyList<InboxMessage>> ReceiveAsync(int most, TimeSpan hideFor, CancellationToken cancellationToken) => inbox.ReceiveAsync(most, hideFor, cancellationToken);

    public Task DeleteAsync(InboxMessage message, CancellationToken cancellationToken) => inbox.DeleteAsync(message, cancellationToken);

    public Task PoisonAsync(InboxMessage message, ReasonCode reason, CancellationToken cancellationToken) => inbox.PoisonAsync(message, reason, cancellationToken);

    private async Task<T> AroundAsync<T>(string port, Func<Task<T>> call)
    {
        Fail($"before {port}");
        T result = await call();
        Fail($"after {port}");
        return result;
    }

    private void Fail(string where)
    {
        if (where == at && !_failed)
        {
            _failed = true;
            throw new IOException($"The network went away {where}.");
        }
    }
}

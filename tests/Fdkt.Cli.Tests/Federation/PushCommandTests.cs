using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>A push is a release like any other: checked, charged once, kept, and always the same bytes.</summary>
public sealed class PushCommandTests : IDisposable
{
    private const string Demos = "{\"text\":\"a demonstration\",\"label\":\"a\"}\n{\"text\":\"another one\",\"label\":\"b\"}\n";
    private const string Statement = """
        {"schemaVersion": 1, "epsilon": 2, "delta": 1e-5, "mechanism": "full",
         "events": [{"kind": "sampledGaussian", "samplingProbability": 0.02, "noiseMultiplier": 2, "steps": 200}]}
        """;

    private readonly TestFederation _federation = new();

    private string LedgerPath => Path.Combine(_federation.Folder.Path, "clinic", "ledger.jsonl");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Push_AllowedDemos_AreChargedSignedStoredAndAnnounced()
    {
        await SetUpAsync();

        (int code, _, string error) = await PushAsync();

        Assert.True(code == 0, error);
        DemoUpload upload = await UploadAsync();
        StoredArtifact stored = await _federation.Artifacts.ReadAsync(upload.Path(), upload.Manifest, ArtifactLimits.Default, Stop);
        ClientRegistration registration = (await _federation.Documents.ReadAsync(
            Contracts.Documents.DocumentPath.Client(upload.Client), FederationJsonContext.Default.ClientRegistration, ClientRegistration.CurrentSchemaVersion, Stop))!.Value;
        Assert.True(ManifestSignature.Verifies(stored.Envelope, registration));
        Assert.Equal(2, stored.Manifest.Statements[0].Epsilon);
        LedgerReservation charged = Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
        Assert.Equal(LedgerReservationState.Committed, charged.State);
        Assert.Equal(upload.ContentHash, charged.ContentHash);
    }

    [Fact]
    public async Task Push_Again_SendsTheSameBytesAndChargesNothing()
    {
        await SetUpAsync();
        await PushAsync();
        DemoUpload first = await UploadAsync();

        (int code, _, string error) = await PushAsync();

        Assert.True(code == 0, error);
        Assert.Equal(first.Manifest, (await UploadAsync()).Manifest);
        Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
    }

    [Fact]
    public async Task Push_AgainAtAnotherPrice_IsRefused()
    {
        await SetUpAsync();
        await PushAsync();
        _federation.Folder.Write("statement.json", Statement.Replace("\"noiseMultiplier\": 2", "\"noiseMultiplier\": 3", StringComparison.Ordinal));

        (int code, _, _) = await PushAsync();

        Assert.Equal(8, code);
        Assert.Single(PrivacyLedger.Verify(LedgerPath).Releases);
    }

    [Fact]
    public async Task Push_BeyondTheTotalBudget_IsRefusedAndNotSent()
    {
        await SetUpAsync("--epsilon-total", "1");

        (int code, _, string error) = await PushAsync();

        Assert.Equal(8, code);
        Assert.Contains("would spend more than is allowed", error, StringComparison.Ordinal);
        await AssertNothingSentAsync();
    }

    [Fact]
    public async Task Push_AbovePolicyOfARound_IsRefused()
    {
        await SetUpAsync("--epsilon-per-round", "1");
        await AssertRefusedAsync("epsilonAbovePolicy");
    }

    [Fact]
    public async Task Push_DeltaAbovePolicy_IsRefused()
    {
        await SetUpAsync("--delta", "1e-6");
        await AssertRefusedAsync("deltaAbovePolicy");
    }

    [Fact]
    public async Task Push_NotEnrolled_IsRefused()
    {
        await SetUpAsync();
        await _federation.Documents.DeleteAsync(Contracts.Documents.DocumentPath.Client(new ClientId("clinic")), Stop);
        await AssertRefusedAsync("unknownClient");
    }

    [Fact]
    public async Task Push_Revoked_IsRefused()
    {
        await SetUpAsync();
        await _federation.RunAsync("client", "revoke", "clinic");
        await AssertRefusedAsync("revokedClient");
    }

    [Fact]
    public async Task Push_EnrolledForLess_IsRefused()
    {
        await SetUpAsync();
        await _federation.RunAsync("client", "enrol", "clinic", "--maximum-epsilon", "1");
        await AssertRefusedAsync("epsilonAbovePlan");
        await _federation.RunAsync("client", "enrol", "clinic", "--maximum-rows", "1");
        await AssertRefusedAsync("tooManyRows");
        await _federation.RunAsync("client", "enrol", "clinic", "--tasks", "other");
        await AssertRefusedAsync("unknownTask");
    }

    [Fact]
    public async Task Push_TaskOfNobody_IsRefused()
    {
        await SetUpAsync();

        (int code, _, string error) = await PushAsync("other");

        Assert.Equal(9, code);
        Assert.Contains("unknownTask", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_WithAnotherKeyThanEnrolled_IsRefused()
    {
        await SetUpAsync();
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "client.json"));
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "key.pem"));
        await InitAsync();
        await AssertRefusedAsync("badSignature");
    }

    [Fact]
    public async Task Push_RowWithoutLabel_IsLeftOutAndBlankFileIsRefused()
    {
        await SetUpAsync();
        _federation.Folder.Write("demos.jsonl", "{\"text\":\"no label\",\"label\":\"\"}\n");

        (int code, _, _) = await PushAsync();

        Assert.Equal(3, code);
        await AssertNothingSentAsync();
    }

    public void Dispose() => _federation.Dispose();

    private async Task SetUpAsync(params string[] policy)
    {
        _federation.Folder.Write("demos.jsonl", Demos);
        _federation.Folder.Write("statement.json", Statement);
        _federation.Folder.Write("notes.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"note {i},{(i % 2 == 0 ? 'a' : 'b')}\n")));
        await InitAsync(policy);
        Assert.Equal(0, (await _federation.RunAsync("client", "enrol", "clinic")).ExitCode);
        if (policy is ["--epsilon-per-round", ..])
        {
            // The enrolment may allow more than the owner does.
            await _federation.RunAsync("client", "enrol", "clinic", "--maximum-epsilon", "8");
        }
    }

    private async Task InitAsync(params string[] policy)
    {
        string[] usual = ["--epsilon-per-round", "4", "--epsilon-total", "12", "--delta", "1e-4"];
        string[] arguments = [.. usual.Chunk(2).Where(pair => !policy.Contains(pair[0])).SelectMany(pair => pair), .. policy];
        (int code, _, string error) = await _federation.RunAsync(["client", "init", "clinic", "--client", "clinic", "--train", "notes.csv", "--tasks", "topics", .. arguments]);
        Assert.True(code == 0, error);
    }

    private Task<(int ExitCode, string Output, string Error)> PushAsync(string task = "topics") =>
        _federation.RunAsync("push", "demos.jsonl", "--client", "clinic", "--task", task, "--statement", "statement.json");

    private async Task AssertRefusedAsync(string reason)
    {
        (int code, _, string error) = await PushAsync();

        Assert.True(code == 9, error);
        Assert.Contains($"Refused ({reason})", error, StringComparison.Ordinal);
        await AssertNothingSentAsync();
    }

    private async Task AssertNothingSentAsync()
    {
        Assert.Empty(await _federation.Inbox.ReceiveAsync(1, TimeSpan.FromMinutes(1), Stop));
        Assert.True(!File.Exists(LedgerPath) || PrivacyLedger.Verify(LedgerPath).Releases.Count == 0);
    }

    private async Task<DemoUpload> UploadAsync()
    {
        InboxMessage message = Assert.Single(await _federation.Inbox.ReceiveAsync(1, TimeSpan.FromMinutes(1), Stop));
        await _federation.Inbox.DeleteAsync(message, Stop);
        return ContractReader.Read(message.Body.Span, FederationJsonContext.Default.DemoUpload, DemoUpload.CurrentSchemaVersion);
    }
}

using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;
using Fdkt.GpuJobs.Handlers;
using Fdkt.GpuJobs.Statements;
using Fdkt.GpuJobs.Tests.Stages;
using Fdkt.GpuJobs.Tests.Worker;
using Fdkt.GpuJobs.Worker;
using Fdkt.Privacy.Ledger;
using Fdkt.Privacy.Statements;

namespace Fdkt.GpuJobs.Tests.Handlers;

/// <summary>Releases of a client whose rows name their users, and what is stated of them.</summary>
public sealed class UserReleaseTests : IAsyncDisposable
{
    private const int Bound = 3;
    private const int Declared = 50;

    private readonly SmallFederation _federation = new();

    [Theory]
    [InlineData(PrivacyMechanism.ClassMeans, DemoMix.Matched)]
    [InlineData(PrivacyMechanism.Votes, DemoMix.Uniform)]
    [InlineData(PrivacyMechanism.ClassPrompts, DemoMix.Uniform)]
    public async Task HandleAsync_RowsOfUsers_AreCutChargedAndStatedAsUsers(PrivacyMechanism mechanism, DemoMix mix)
    {
        var privacy = new PrivacySection(Mechanism: mechanism, Epochs: 1, RecordsPerUser: Bound + 2);

        JobOutput output = await HandleAsync(privacy, SampleRound.Synthesis with { LabelMix = mix });

        // The owner's bound is smaller than the round's. n is what the owner declared, not what is left under the bound.
        ReleaseStatement statement = Statement();
        Assert.Equal((Declared, Bound, PrivacyUnit.Of(Bound)), (statement.RecordCount, statement.RecordsPerUnit, statement.Unit));
        Assert.True(StatementVerification.Of(statement).Holds);
        LedgerReservation charge = Assert.Single(_federation.Ledger().Releases);
        Assert.Equal(charge.Charge.Events, statement.Events);
        Assert.All(charge.Charge.Events, e => Assert.True(StatementVerification.Covers(e, Bound)));
        StoredArtifact stored = await _federation.Artifacts.ReadAsync(
            ArtifactPath.Demos(SmallFederation.Client, SmallFederation.Task, SmallFederation.Round, 0), output.Demos!, ArtifactLimits.Default, SmallFederation.Cancel);
        Assert.Equal(PrivacyUnit.Of(Bound), Assert.Single(stored.Manifest.Statements).Unit);
        Assert.Equal(stored.Manifest.Dataset.Sha256, statement.Lineage[StatementFolder.ContentKey]);
        Assert.Equal(_federation.Ledger().Entries[1].Hash, statement.Lineage["ledger entry"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(7)]
    public void Of_AnyUnit_IsNamedAlikeInBothStatements(int? recordsPerUser) =>
        Assert.Equal(StatementBuilder.UnitOf(recordsPerUser ?? 1, recordsPerUser is not null), PrivacyUnit.Of(recordsPerUser));

    [Fact]
    public async Task HandleAsync_RoundThatAsksForRecords_StillProtectsTheUsers()
    {
        await HandleAsync(SampleRound.Privacy, SampleRound.Synthesis);

        Assert.Equal(PrivacyUnit.Of(Bound), Statement().Unit);
    }

    [Fact]
    public async Task HandleAsync_RoundThatProtectsUsersAndRowsWithoutThem_IsRefused()
    {
        RefusedException error = await Assert.ThrowsAsync<RefusedException>(() =>
            _federation.Synthesis().HandleAsync(_federation.SynthesisJob(privacy: SampleRound.Privacy with { RecordsPerUser = 2 }), new RecordingProgress(), SmallFederation.Cancel));

        Assert.Equal(ReasonCode.NotAllowed, error.Reason);
        Assert.Empty(_federation.Ledger().Releases);
    }

    [Fact]
    public async Task HandleAsync_AnyRelease_HasItsFullStatementInBothFormsBeforeItIsKept()
    {
        await Assert.ThrowsAsync<SimulatedCrashException>(() => _federation.Synthesis(reached => _ = reached == SynthesisPoint.Kept ? throw new SimulatedCrashException() : 0)
            .HandleAsync(_federation.SynthesisJob(), new RecordingProgress(), SmallFederation.Cancel));

        ReleaseStatement statement = Statement();
        Assert.True(StatementVerification.Of(statement).Holds);
        Assert.Equal(PrivacyUnit.OneRecord, statement.Unit);
        Assert.Equal(_federation.SynthesisJob().Id.Value, statement.ReleaseId);
        string words = await File.ReadAllTextAsync(Path.ChangeExtension(StatementFile(), ".txt"), SmallFederation.Cancel);
        Assert.Equal(StatementText.Words(statement), words);
        Assert.DoesNotContain(SampleRound.Rows, row => words.Contains(row.Text, StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _federation.DisposeAsync();

    private string StatementFile() => _federation.Folder.Statements.FileOf(_federation.SynthesisJob().Id.Value);

    private ReleaseStatement Statement() => ReleaseStatement.FromJson(File.ReadAllBytes(StatementFile()));

    private Task<JobOutput> HandleAsync(PrivacySection privacy, SynthesisSection synthesis)
    {
        string folder = _federation.Folder.Path;
        File.WriteAllLines(Path.Combine(folder, "private.jsonl"), SampleRound.Rows.Select((row, i) => JsonSerializer.Serialize(
            new { text = row.Text, label = SampleRound.Inputs.Labels[row.Label], who = i < 20 ? "the one with many" : i < 30 ? null : $"user {i}" })));
        File.Delete(Path.Combine(folder, ClientFolder.SettingsFile));
        ClientFolder client = ClientFolder.Create(folder, new ClientSettings(
            ClientSettings.CurrentSchemaVersion, SmallFederation.Client, new DataSection(new DataSource("private.jsonl"), new DataSource("test.jsonl"), User: ColumnReference.ByName("who")),
            [SmallFederation.Task], SampleRound.Inputs.Labels, new ClientPolicy(20, 50, Declared, RecordsPerUser: Bound)));
        var handler = new SynthesisHandler(client, _federation.Key, SmallFederation.Model, _federation.Ports, _federation.Clock);
        return handler.HandleAsync(_federation.SynthesisJob(privacy: privacy) with { Synthesis = synthesis }, new RecordingProgress(), SmallFederation.Cancel);
    }
}

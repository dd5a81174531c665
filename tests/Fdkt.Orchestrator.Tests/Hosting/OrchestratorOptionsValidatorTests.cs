using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Hosting;
using Fdkt.Orchestrator.Schedules;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Hosting;

public sealed class OrchestratorOptionsValidatorTests
{
    private static readonly RoundSchedule Nightly = new("nightly", "0 3 * * *", "UTC", new TaskId("reviews"), TestFederation.File(), ["good", "bad"], "model-1", null);

    public static TheoryData<string, OrchestratorOptions> Faulty => new()
    {
        { nameof(OrchestratorOptions.InboxPause), new() { InboxPause = TimeSpan.Zero } },
        { nameof(OrchestratorOptions.InboxHide), new() { InboxHide = TimeSpan.FromMilliseconds(10) } },
        { nameof(OrchestratorOptions.InboxHide), new() { InboxHide = TimeSpan.FromDays(8) } },
        { nameof(OrchestratorOptions.MissingArtifactDeliveries), new() { MissingArtifactDeliveries = 0 } },
        { nameof(OrchestratorOptions.ReceiveWait), new() { ReceiveWait = TimeSpan.FromSeconds(-1) } },
        { nameof(OrchestratorOptions.ParallelMessages), new() { ParallelMessages = 0 } },
        { nameof(OrchestratorOptions.ParallelMessages), new() { ParallelMessages = 257 } },
        { nameof(OrchestratorOptions.LaterPause), new() { LaterPause = TimeSpan.FromSeconds(-1) } },
        { nameof(OrchestratorOptions.FaultPause), new() { FaultPause = TimeSpan.Zero } },
        { nameof(OrchestratorOptions.ProgressInterval), new() { ProgressInterval = TimeSpan.Zero } },
        { "'Nightly!' is no name", new() { Schedules = [Nightly with { Name = "Nightly!" }] } },
        { "is no name", new() { Schedules = [Nightly with { Name = new string('n', RoundSchedule.MaximumNameLength + 1) }] } },
        { "'every day' is no cron", new() { Schedules = [Nightly with { Cron = "every day" }] } },
        { "'0 0 3 * * *' is no cron", new() { Schedules = [Nightly with { Cron = "0 0 3 * * *" }] } },
        { "'Mars/Base'", new() { Schedules = [Nightly with { TimeZone = "Mars/Base" }] } },
        { "labels", new() { Schedules = [Nightly with { Labels = ["good"] }] } },
        { "privacy.epsilon", new() { Schedules = [Nightly with { File = TestFederation.File() with { Privacy = new PrivacySection(Epsilon: -1) } }] } },
        { "more than once", new() { Schedules = [Nightly, Nightly] } },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Validate_FaultyOption_IsNamed(string named, OrchestratorOptions options) =>
        Assert.Contains(named, Assert.Single(OrchestratorOptionsValidator.Validate(options)), StringComparison.Ordinal);

    [Fact]
    public void Validate_Defaults_AreValid() => Assert.Empty(OrchestratorOptionsValidator.Validate(new OrchestratorOptions { Schedules = [Nightly] }));

    [Fact]
    public void Validate_LongestName_GivesRoundsAName() =>
        Assert.Equal(NameRule.MaximumLength, (Nightly with { Name = new string('n', RoundSchedule.MaximumNameLength) }).Request(DateTimeOffset.UnixEpoch).Round.Value.Length);
}

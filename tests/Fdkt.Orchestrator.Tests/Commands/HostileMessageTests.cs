using System.Text;
using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Commands;

/// <summary>Messages of the job queues that cannot be dealt with become dead letters with a reason, and the next is served.</summary>
public sealed class HostileMessageTests
{
    private static readonly RoundId Round = new("round-1");
    private static readonly ClientId Client = new("client-1");
    private static readonly JobStarted Started = new(JobFact.CurrentSchemaVersion, JobId.Synthesis(Round, 1, Client), "1", Round, 1, Client, DateTimeOffset.UnixEpoch);

    private static readonly Dictionary<string, (ReasonCode Reason, Func<byte[]> Make)> Facts = new()
    {
        ["no JSON"] = (ReasonCode.MalformedJson, () => "done!"u8.ToArray()),
        ["10,000 levels"] = (ReasonCode.TooDeep, () => Encoding.UTF8.GetBytes(new string('[', 10_000))),
        ["no UTF-8"] = (ReasonCode.NotUtf8, () => [0xFF, 0xFE]),
        ["an unknown kind"] = (ReasonCode.UnknownKind, () => Changed("\"started\"", "\"exploded\"")),
        ["no kind"] = (ReasonCode.UnknownKind, () => Changed("\"kind\":\"started\",", "")),
        ["a future version"] = (ReasonCode.UnsupportedSchemaVersion, () => Fact(Started with { SchemaVersion = 99 })),
        ["a round that there is not"] = (ReasonCode.InvalidName, () => Fact(Started with { Round = new RoundId("round-9"), Job = JobId.Synthesis(new RoundId("round-9"), 1, Client) })),
        ["a job of another client"] = (ReasonCode.InvalidName, () => Fact(Started with { Job = JobId.Synthesis(Round, 1, new ClientId("client-2")) })),
        ["a job of another seed"] = (ReasonCode.InvalidName, () => Fact(Started with { Seed = 2 })),
        ["a negative seed"] = (ReasonCode.InvalidName, () => Fact(Started with { Seed = -1 })),
        ["an augmentation by a client"] = (ReasonCode.InvalidName, () => Fact(Started with { Job = JobId.Augmentation(Round, 1) })),
        ["a path for a job"] = (ReasonCode.InvalidName, () => Changed("round-1.s1.synthesis.client-1", "../../x")),
        ["texts elsewhere"] = (ReasonCode.InvalidName, () => Fact(Written("reviews/round-1/s2/fdkt/manifest.json"))),
        ["texts that are not there"] = (ReasonCode.MissingArtifact, () => Fact(Written(ArtifactPath.Augmented(new TaskId(TestFederation.Task), Round, 1, Comparison.ZeroShot).ManifestName, Comparison.ZeroShot))),
    };

    private static readonly Dictionary<string, (ReasonCode Reason, Func<byte[]> Make)> Commands = new()
    {
        ["no JSON"] = (ReasonCode.MalformedJson, () => "start!"u8.ToArray()),
        ["an unknown kind"] = (ReasonCode.UnknownKind, () => Encoding.UTF8.GetBytes("{\"kind\":\"explode\",\"schemaVersion\":1}")),
        ["cancelling a round that there is not"] = (ReasonCode.InvalidName, () => Command(new CancelRound(RoundCommand.CurrentSchemaVersion, new RoundId("round-9")))),
        ["one label"] = (ReasonCode.MalformedJson, () => Start(request => request with { Labels = ["good"] })),
        ["a label twice"] = (ReasonCode.MalformedJson, () => Start(request => request with { Labels = ["good", "good"] })),
        ["no model"] = (ReasonCode.MalformedJson, () => Start(request => request with { Model = " " })),
        ["a negative seed"] = (ReasonCode.MalformedJson, () => Start(request => request with { File = request.File with { Seeds = new SeedList(-1) } })),
        ["an invalid round file"] = (ReasonCode.MalformedJson, () => Start(request => request with { File = request.File with { Privacy = new PrivacySection(Epsilon: 0) } })),
        ["a request of a future version"] = (ReasonCode.UnsupportedSchemaVersion, () => Start(request => request with { SchemaVersion = 99 })),
        ["a round file of a future version"] = (ReasonCode.UnsupportedSchemaVersion, () => Start(request => request with { File = request.File with { SchemaVersion = 99 } })),
        ["an order of a future version"] = (ReasonCode.UnsupportedSchemaVersion, () => Command(new CancelRound(99, Round))),
    };

    public static TheoryData<string> FactCases => [.. Facts.Keys];

    public static TheoryData<string> CommandCases => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(FactCases))]
    public async Task Fact_Faulty_IsDeadLetteredAndTheRoundGoesOn(string name)
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();
        await federation.OrderAsync(TestFederation.Request());
        await federation.DriveAsync(async () => await federation.StatusAsync() is not null);

        await PutAsync(federation, FederationQueues.JobResults, Facts[name].Make());

        Assert.Equal(RoundPhase.Completed, (await federation.OutcomeAsync()).Phase);
        Assert.Equal([EnumNames.Of(Facts[name].Reason)], await DeadAsync(federation, FederationQueues.JobResults));
    }

    [Theory]
    [MemberData(nameof(CommandCases))]
    public async Task Command_Faulty_IsDeadLetteredAndTheNextIsServed(string name)
    {
        await using var federation = new TestFederation();
        await federation.StartAsync();

        await PutAsync(federation, FederationQueues.RoundCommands, Commands[name].Make());

        Assert.Equal(RoundPhase.Completed, (await federation.RunAsync(TestFederation.Request("round-2"))).Phase);
        Assert.Equal([EnumNames.Of(Commands[name].Reason)], await DeadAsync(federation, FederationQueues.RoundCommands));
    }

    private static Task PutAsync(TestFederation federation, QueueName queue, byte[] body) =>
        federation.Ports.Jobs.SendAsync(queue, new QueueMessage("hostile", "", body), CancellationToken.None);

    private static async Task<IEnumerable<string>> DeadAsync(TestFederation federation, QueueName queue) =>
        (await federation.Jobs.ReadDeadLettersAsync(queue, CancellationToken.None)).Select(dead => dead.Reason);

    private static byte[] Fact(JobFact fact) => JsonSerializer.SerializeToUtf8Bytes(fact, FederationJsonContext.Default.JobFact);

    private static byte[] Changed(string from, string to) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Fact(Started)).Replace(from, to, StringComparison.Ordinal));

    private static byte[] Command(RoundCommand command) => JsonSerializer.SerializeToUtf8Bytes(command, FederationJsonContext.Default.RoundCommand);

    private static byte[] Start(Func<RoundRequest, RoundRequest> change) => Command(new StartRound(RoundCommand.CurrentSchemaVersion, change(TestFederation.Request())));

    // The server writes nothing for a comparison that the round file does not name, so its texts are never there.
    private static JobCompleted Written(string name, Comparison method = Comparison.Fdkt) => new(
        JobFact.CurrentSchemaVersion, JobId.Augmentation(Round, 1), "1", Round, 1, null, DateTimeOffset.UnixEpoch,
        [new WrittenTexts(method, new ArtifactReference(ArtifactPath.AugmentedContainer, name, new string('0', 64), 1, "application/json"))], []);
}

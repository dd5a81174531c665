using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Messaging;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Tests.Federation;

public sealed class RoundCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly TestFederation _federation = new();

    [Fact]
    public async Task Start_WithoutFile_OrdersTheSample()
    {
        (int code, string output, string error) = await _federation.RunAsync("round", "start", "--id", "first", "--clients", "north,south");

        Assert.True(code == 0, error);
        RoundRequest request = Assert.IsType<StartRound>(await OrderAsync()).Request;
        Assert.Equal(new RoundId("first"), request.Round);
        Assert.Equal(new TaskId("sample"), request.Task);
        Assert.Equal(["north", "south"], request.Participants!.Select(client => client.Value));
        Assert.Equal(request.File.Task.Labels, request.Labels);
        Assert.Equal(PublicModelStore.HashOf(BuiltInSample.ModelFolder), request.Model);
        Assert.DoesNotContain(Comparison.NonPrivateDemos, request.File.Comparisons);
        Assert.Contains("fdkt round watch first", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileWithData_SendsNoWordOfTheData()
    {
        _federation.Folder.Write("round.json", """{"task": {"name": "Patient notes!", "labels": ["a", "b"]}, "data": {"train": {"path": "/secret/notes.csv"}}}""");

        (int code, _, string error) = await _federation.RunAsync("round", "start", "round.json");

        Assert.True(code == 0, error);
        QueueMessage message = await MessageAsync();
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString(message.Body.Span), StringComparison.Ordinal);
        RoundRequest request = Assert.IsType<StartRound>(Read(message)).Request;
        Assert.Equal(new TaskId("patient-notes"), request.Task);
        Assert.Null(request.Participants);
        Assert.StartsWith("patient-notes-", request.Round.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileThatNamesFolders_SendsNoneAndSaysSo()
    {
        _federation.Folder.Write(
            "round.json", """{"task": {"labels": ["a", "b"]}, "training": {"student": {"checkpoint": "/secret/bert"}}, "augmentation": {"embedder": {"checkpoint": "/secret/minilm"}}}""");

        (int code, _, string error) = await _federation.RunAsync("round", "start", "round.json");

        Assert.True(code == 0, error);
        Assert.DoesNotContain("secret", System.Text.Encoding.UTF8.GetString((await MessageAsync()).Body.Span), StringComparison.Ordinal);
        Assert.Contains("training.student is not sent", error, StringComparison.Ordinal);
        Assert.Contains("augmentation.embedder is read by 'fdkt run' alone", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LabelsNotListed_IsRefused()
    {
        _federation.Folder.Write("round.json", """{"data": {"train": {"path": "notes.csv"}}}""");

        (int code, _, string error) = await _federation.RunAsync("round", "start", "round.json");

        Assert.Equal(2, code);
        Assert.Contains("task.labels", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--id", "Not/A/Name")]
    [InlineData("--task", "../up")]
    [InlineData("--clients", "north,llm")]
    [InlineData("--clients", "north,,south")]
    public async Task Start_NameThatIsNone_IsRefusedByTheCommandLine(string flag, string value)
    {
        (int code, _, string error) = await _federation.RunAsync("round", "start", flag, value);

        Assert.Equal(2, code);
        Assert.Contains(flag, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RoundPhase.Completed, 0)]
    [InlineData(RoundPhase.QuorumNotMet, 10)]
    [InlineData(RoundPhase.AugmentationFailed, 11)]
    [InlineData(RoundPhase.Cancelled, 12)]
    [InlineData(RoundPhase.Refused, 13)]
    public async Task Watch_EndedRound_ExitCodeSaysHow(RoundPhase end, int expected)
    {
        await _federation.PutAsync(Status("first", end));

        (int code, string output, _) = await _federation.RunAsync("round", "watch", "first");

        Assert.Equal(expected, code);
        Assert.Contains($"first: {EnumNames.Of(end)}", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_Json_LinesAreStatuses()
    {
        RoundStatus status = Status("first", RoundPhase.Completed);
        await _federation.PutAsync(status);

        (_, string output, _) = await _federation.RunAsync("round", "watch", "first", "--json");

        Assert.Equivalent(status, JsonSerializer.Deserialize(Assert.Single(output.TrimEnd().Split('\n')), FederationJsonContext.Default.RoundStatus));
    }

    [Fact]
    public async Task Status_KnownRound_ShowsItsClients()
    {
        await _federation.PutAsync(Status("first", RoundPhase.Collecting));

        (int code, string output, _) = await _federation.RunAsync("round", "status", "first");

        Assert.Equal(0, code);
        Assert.Contains("collecting", output, StringComparison.Ordinal);
        Assert.Contains("refused (epsilonAbovePolicy)", output, StringComparison.Ordinal);
        Assert.Contains("3.50", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("cancel")]
    public async Task Command_UnknownRound_IsRefused(string command)
    {
        (int code, _, string error) = await _federation.RunAsync("round", command, "none");

        Assert.Equal(2, code);
        Assert.Contains("none: no round of this id has begun", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_RunningRound_OrdersItsEnd()
    {
        await _federation.PutAsync(Status("first", RoundPhase.Training));

        (int code, _, string error) = await _federation.RunAsync("round", "cancel", "first");

        Assert.True(code == 0, error);
        Assert.Equal(new RoundId("first"), Assert.IsType<CancelRound>(await OrderAsync()).Round);
    }

    [Fact]
    public async Task Cancel_EndedRound_OrdersNothing()
    {
        await _federation.PutAsync(Status("first", RoundPhase.Completed));

        (int code, string output, _) = await _federation.RunAsync("round", "cancel", "first");

        Assert.Equal(0, code);
        Assert.Contains("has ended already", output, StringComparison.Ordinal);
        Assert.Null(await TryMessageAsync());
    }

    [Fact]
    public async Task List_SeveralRounds_LatestFirstAndFilteredByTask()
    {
        await _federation.PutAsync(Status("first", RoundPhase.Completed));
        await _federation.PutAsync(Status("second", RoundPhase.Training) with { StartedAt = Noon.AddHours(1) });
        await _federation.PutAsync(Status("third", RoundPhase.Training) with { Task = new TaskId("other") });

        (_, string output, _) = await _federation.RunAsync("round", "list", "--task", "sample", "--json");

        using JsonDocument rounds = JsonDocument.Parse(output);
        Assert.Equal(["second", "first"], rounds.RootElement.EnumerateArray().Select(round => round.GetProperty("round").GetString()));
    }

    public void Dispose() => _federation.Dispose();

    private static RoundStatus Status(string id, RoundPhase phase) => new(
        RoundStatus.CurrentSchemaVersion, new RoundId(id), new TaskId("sample"), phase, null, 0,
        [
            new ClientStatus(new ClientId("north"), 0, ClientPhase.Accepted, null, 3.5, 40, null),
            new ClientStatus(new ClientId("south"), 0, ClientPhase.Refused, ReasonCode.EpsilonAbovePolicy, null, 0, null),
        ],
        1, null, Noon, Noon);

    private async Task<RoundCommand> OrderAsync() => Read(await MessageAsync());

    private async Task<QueueMessage> MessageAsync() => await TryMessageAsync() ?? throw new InvalidOperationException("Nothing was ordered.");

    private async Task<QueueMessage?> TryMessageAsync()
    {
        await using IJobReceiver receiver = _federation.Queue.CreateReceiver(FederationQueues.RoundCommands);
        IReceivedMessage? message = await receiver.ReceiveAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);
        return message is null ? null : new QueueMessage(message.Id, message.Subject, message.Body);
    }

    private static RoundCommand Read(QueueMessage message) => ContractReader.Read(message.Body.Span, FederationJsonContext.Default.RoundCommand, RoundCommand.CurrentSchemaVersion);
}

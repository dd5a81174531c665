using System.Globalization;
using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Tests.Endpoint;

public sealed class EndpointGeneratorTests
{
    [Fact]
    public async Task GenerateAsync_ManyPrompts_PutsEachReplyAtItsPromptWithAsManyRequestsAtATimeAsAllowed()
    {
        const int Together = 5;
        var meet = new MeetingPoint(Together);
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            async request =>
            {
                await meet.ArriveAsync();
                await request.TextAsync($"about {request.Shot}");
            },
            new EndpointSettings { Concurrency = Together });
        var progress = new List<int>();

        IReadOnlyList<WrittenText> replies = await round.Backend.GenerateAsync(EndpointFixture.Prompts(40), new WritingOptions(0.7, 50, 0.9, 5), progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 40).Select(i => new WrittenText($"about demonstration {i}", 10, true)), replies);
        Assert.Equal(40, round.Server.Requests.Count);
        Assert.Equal(Together, round.Server.MostAtATime);
        Assert.Equal(Enumerable.Range(1, 40), progress);
        Assert.Equal(new BackendUsage(40, 40, 1200, 400, null), round.Backend.Usage);
    }

    [Fact]
    public async Task GenerateAsync_Request_CarriesKeyModelSamplingAndSchema()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => request.TextAsync("A text."));

        await round.GenerateAsync(2);

        ModelRequest request = round.Server.Requests.First();
        Assert.Equal(("/v1/chat/completions", $"Bearer {EndpointFixture.Key}", "small"), (request.Path, request.Authorization, (string?)request.Body["model"]));
        Assert.Equal((0.7f, 0.9f), ((float)request.Body["temperature"]!, (float)request.Body["top_p"]!));
        Assert.Equal(64, (int)request.Body["max_completion_tokens"]!);
        Assert.True(request.HasSchema);
        Assert.Equal("string", (string?)request.Body["response_format"]!["json_schema"]!["schema"]!["properties"]!["text"]!["type"]);
        Assert.Equal(2, round.Server.Requests.Select(other => (long)other.Body["seed"]!).Distinct().Count());
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 12:00:09 GMT", 9)]
    public async Task GenerateAsync_TooManyRequests_WaitsAsLongAsTheServerAsksAndLosesNothing(string header, string value, double seconds)
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => request.Number <= 2 ? request.ErrorAsync(429, "rate_limit_exceeded", (header, value)) : request.TextAsync(request.Shot), new EndpointSettings { Concurrency = 1, Attempts = 3 });

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(3);

        AssertAllAnswered(replies, 3);
        Assert.Equal(5, round.Server.Requests.Count);
        Assert.Equal(seconds, round.Clock.Waits.First().TotalSeconds, 3);
        Assert.Equal(header == "Retry-After" && value.Length > 3 ? 1 : 2, round.Clock.Waits.Count(wait => Math.Abs(wait.TotalSeconds - seconds) < 1e-3));
    }

    [Fact]
    public async Task GenerateAsync_ServerThatAsksForAnHour_IsGivenUpForNow()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => request.ErrorAsync(429, "rate_limit_exceeded", ("Retry-After", "3600")));

        BackendException error = await Assert.ThrowsAsync<BackendException>(() => round.GenerateAsync(1));

        Assert.True(error.IsPassing);
        Assert.Single(round.Server.Requests);
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task GenerateAsync_FaultThatPasses_IsAskedAgainAndCountsOnce(string fault)
    {
        var failed = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => failed.AddOrUpdate(request.Shot, 1, (_, before) => before + 1) <= 2 ? FailAsync(request, fault) : GoodAsync(request), Settings(fault));

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(6);

        AssertAllAnswered(replies, 6);
        Assert.Equal(18, round.Server.Requests.Count);
        Assert.Equal(12, round.Clock.Waits.Count);
        Assert.All(round.Clock.Waits, wait => Assert.InRange(wait.TotalSeconds, 0.5, 2));
        Assert.Equal((18, 6), (round.Backend.Usage.Requests, round.Backend.Usage.Answers));
    }

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task GenerateAsync_FaultThatStays_IsCountedAfterBoundedAttempts(string fault)
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => request.Shot is "demonstration 1" or "demonstration 4" ? FailAsync(request, fault) : GoodAsync(request), Settings(fault));

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(6);

        Assert.Equal([null, EndpointGenerator.NoAnswer, null, null, EndpointGenerator.NoAnswer, null], replies.Select(reply => reply.Dropped));
        Assert.Equal(4 + 2 * 3, round.Server.Requests.Count);
    }

    public static TheoryData<string> PassingFaults => ["500", "503", "malformed", "not json", "empty", "cut", "stream cut", "stream aborted"];

    [Theory]
    [InlineData("refusal")]
    [InlineData("filter")]
    [InlineData("azure filter")]
    public async Task GenerateAsync_Refusal_IsCountedAndNotAskedAgain(string kind)
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => (request.Shot == "demonstration 1", kind) switch
        {
            (true, "refusal") => request.ReplyAsync("", refusal: "I'm sorry, I can't help with that."),
            (true, "filter") => request.ReplyAsync("", finish: "content_filter"),
            (true, _) => request.ErrorAsync(400, "content_filter"),
            _ => request.TextAsync(request.Shot),
        });

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(4);

        Assert.Equal([null, ReplyFormat.Refused, null, null], replies.Select(reply => reply.Dropped));
        Assert.Equal(4, round.Server.Requests.Count);
    }

    [Theory]
    [InlineData("I'm sorry, I can't help with that.", "stop", ReplyFormat.Unreadable)]
    [InlineData("{\"text\":\"A text that goes on and", "length", ReplyFormat.CutShort)]
    public async Task GenerateAsync_ReplyOfAnotherForm_IsCountedWithItsTokens(string content, string finish, string reason)
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => request.ReplyAsync(content, finish));

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(2);

        Assert.Equal([WrittenText.None(reason, 10), WrittenText.None(reason, 10)], replies);
        Assert.Equal(2, round.Server.Requests.Count);
    }

    [Fact]
    public async Task GenerateAsync_ServerThatAnswersTooSlowly_IsAskedAgain()
    {
        var asked = new TaskCompletionSource();
        await using EndpointFixture round = await EndpointFixture.StartAsync(async request =>
        {
            if (request.Number == 1)
            {
                asked.SetResult();
                await request.ClientGoneAsync();
                return;
            }

            await request.TextAsync(request.Shot);
        });

        Task<IReadOnlyList<WrittenText>> running = round.GenerateAsync(1);
        await asked.Task;
        Assert.True(round.Clock.Limits.TryDequeue(out Action? limit));
        limit();

        AssertAllAnswered(await running, 1);
        Assert.Equal(2, round.Server.Requests.Count);
    }

    [Fact]
    public async Task GenerateAsync_Cancelled_StopsTheRequest()
    {
        var asked = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        await using EndpointFixture round = await EndpointFixture.StartAsync(async request =>
        {
            asked.TrySetResult();
            await request.ClientGoneAsync();
        });

        Task<IReadOnlyList<WrittenText>> running = round.GenerateAsync(1, stop.Token);
        await asked.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(round.Server.Requests);
    }

    [Fact]
    public async Task GenerateAsync_ServerWithoutSchemas_IsAskedInWordsAloneFromThenOn()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => request.HasSchema ? request.ErrorAsync(400, "unsupported_response_format") : request.TextAsync(request.Shot), new EndpointSettings { Concurrency = 1 });

        AssertAllAnswered(await round.GenerateAsync(5), 5);

        Assert.Equal([true, false, false, false, false, false], round.Server.Requests.Select(request => request.HasSchema));
    }

    [Fact]
    public async Task GenerateAsync_PromptThatIsTurnedDownEitherWay_IsCountedAndTheSchemaStays()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => request.Shot is "demonstration 0" or "demonstration 3" ? request.ErrorAsync(400, "invalid_request") : request.TextAsync(request.Shot), new EndpointSettings { Concurrency = 1 });

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(5);

        Assert.Equal([EndpointGenerator.Rejected, null, null, EndpointGenerator.Rejected, null], replies.Select(reply => reply.Dropped));
        Assert.Equal([true, false, true, true, true, true], round.Server.Requests.Select(request => request.HasSchema));
    }

    [Fact]
    public async Task GenerateAsync_PromptOverTheContext_IsCounted()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => request.Shot == "demonstration 0" ? request.ErrorAsync(400, "context_length_exceeded") : request.TextAsync(request.Shot));

        Assert.Equal([EndpointGenerator.PromptTooLong, null], (await round.GenerateAsync(2)).Select(reply => reply.Dropped));
        Assert.Equal(2, round.Server.Requests.Count);
    }

    [Theory]
    [InlineData(30.0, null, 2.0)]
    [InlineData(null, 1200.0, 2.0)]
    public async Task GenerateAsync_LimitsPerMinute_SpaceTheRequests(double? requests, double? tokens, double secondsEach)
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(
            request => request.TextAsync(request.Shot), new EndpointSettings { Concurrency = 1, RequestsPerMinute = requests, TokensPerMinute = tokens });
        DateTimeOffset start = round.Clock.GetUtcNow();

        AssertAllAnswered(await round.GenerateAsync(6), 6);

        Assert.Equal(5 * secondsEach, (round.Clock.GetUtcNow() - start).TotalSeconds, 3);
    }

    [Fact]
    public async Task Usage_WithPrices_AddsUpTheCost()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => request.TextAsync(request.Shot), new EndpointSettings { InputPricePerMillion = 2, OutputPricePerMillion = 8 });

        await round.GenerateAsync(10);

        Assert.Equal((300 * 2 + 100 * 8) / 1e6, round.Backend.Usage.Cost!.Value, 12);
        Assert.Equal("10 requests, 10 answers, 300 tokens of prompts, 100 of replies, cost 0.0014", round.Backend.Usage.ToString());
    }

    [Fact]
    public async Task GenerateAsync_Streaming_GivesTextAndTokens()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(GoodAsync, new EndpointSettings { Stream = true });

        IReadOnlyList<WrittenText> replies = await round.GenerateAsync(3);

        Assert.Equal(Enumerable.Range(0, 3).Select(i => new WrittenText($"demonstration {i}", 10, true)), replies);
        Assert.Equal(90, round.Backend.Usage.InputTokens);
    }

    private static void AssertAllAnswered(IReadOnlyList<WrittenText> replies, int count) =>
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"demonstration {i.ToString(CultureInfo.InvariantCulture)}"), replies.Select(reply => reply.Text));

    private static EndpointSettings Settings(string fault) => new() { Concurrency = 1, Attempts = 3, Stream = fault.StartsWith("stream", StringComparison.Ordinal) };

    private static Task GoodAsync(ModelRequest request)
    {
        string reply = $$"""{"text":"{{request.Shot}}"}""";
        return (bool?)request.Body["stream"] == true ? request.StreamAsync(reply) : request.ReplyAsync(reply);
    }

    private static Task FailAsync(ModelRequest request, string fault) => fault switch
    {
        "malformed" => request.JsonAsync(200, "{\"choices\":[{\"index\":0,\"mess"),
        "not json" => request.JsonAsync(200, "<html>Bad gateway</html>"),
        "empty" => request.JsonAsync(200, "{}"),
        "cut" => request.BreakOffAsync(request.Shot),
        "stream cut" => request.StreamAsync($$"""{"text":"{{request.Shot}}"}""", end: false),
        "stream aborted" => request.StreamAsync($$"""{"text":"{{request.Shot}}"}""", end: false, abort: true),
        _ => request.ErrorAsync(int.Parse(fault, CultureInfo.InvariantCulture), "server_error"),
    };
}

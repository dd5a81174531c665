using Fdkt.Cli.Commands.Federation;
using Fdkt.Cli.Logging;
using Fdkt.Learning.Augmentation;
using Fdkt.ServerModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.Cli.Tests.Federation;

public sealed class LoggedBackendTests
{
    private static readonly FewShotPrompt[] Prompts = [.. Enumerable.Range(0, 3).Select(i => new FewShotPrompt(0, [$"a private looking demonstration {i}"], new PromptTask("news", ["a", "b"])))];

    private readonly List<string> _lines = [];

    [Fact]
    public async Task GenerateAsync_Done_LogsUseAndCostAndNoText()
    {
        await using ModelServer server = await ModelServer.StartAsync(request => request.TextAsync("a new text"));

        Assert.All(await GenerateAsync(server), reply => Assert.Equal("a new text", reply.Text));

        string line = Assert.Single(_lines);
        Assert.Contains("small at 127.0.0.1:", line, StringComparison.Ordinal);
        Assert.Contains("3 requests, 3 answers, 90 tokens of prompts, 30 of replies, cost 0.00009", line, StringComparison.Ordinal);
        Assert.DoesNotContain("demonstration", line, StringComparison.Ordinal);
        Assert.DoesNotContain("new text", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GenerateAsync_ServerThatTakesNothing_LogsTheUseAllTheSame()
    {
        await using ModelServer server = await ModelServer.StartAsync(request => request.ErrorAsync(401, "invalid_api_key"));

        await Assert.ThrowsAsync<BackendException>(() => GenerateAsync(server));

        Assert.Contains("0 answers", Assert.Single(_lines), StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<Learning.PublicModels.WrittenText>> GenerateAsync(ModelServer server)
    {
        var settings = new BackendSettings(Model: "small", Endpoint: new EndpointSettings(Url: server.Url, Concurrency: 1, InputPricePerMillion: 1));
        using OperatorModels models = new BackendFactory(new EndpointClients(_ => null), TimeProvider.System).Create(settings);
        var logged = new LoggedBackend(models.Writer, new LineLogger("test", _lines.Add));
        Assert.False(logged.StaysInProcess);
        return await logged.GenerateAsync(Prompts, new WritingOptions(1, 0, 1, 1), null, TestContext.Current.CancellationToken);
    }
}

using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;

namespace Fdkt.ServerModels.Tests.Endpoint;

/// <summary>A server, a clock and a back end between them.</summary>
internal sealed class EndpointFixture : IAsyncDisposable
{
    public const string Key = "sk-secret-of-the-test";

    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(33);

    private static readonly PromptTask Task = new("news", ["sport", "money"]);

    private EndpointFixture(ModelServer server, EndpointSettings settings, PromptTemplate template)
    {
        Server = server;
        EndpointSettings complete = settings with { Url = server.Url, KeyVariable = "TEST_KEY", RequestSeconds = RequestLimit.TotalSeconds };
        Backend = new EndpointGenerator(new EndpointClients(name => name == "TEST_KEY" ? Key : null).Chat(complete, "small"), complete, "small at test", template, 64, Clock);
    }

    public ModelServer Server { get; }

    public SkippingClock Clock { get; } = new(RequestLimit);

    public EndpointGenerator Backend { get; }

    /// <summary>Prompts whose demonstrations tell them apart.</summary>
    public static FewShotPrompt[] Prompts(int count) => [.. Enumerable.Range(0, count).Select(i => new FewShotPrompt(i % 2, ["a common demonstration", $"demonstration {i}"], Task))];

    public static async Task<EndpointFixture> StartAsync(Func<ModelRequest, Task> answer, EndpointSettings? settings = null, PromptTemplate? template = null) =>
        new(await ModelServer.StartAsync(answer), settings ?? new EndpointSettings { Concurrency = 4, Attempts = 3 }, template ?? PromptTemplate.Default);

    public Task<IReadOnlyList<WrittenText>> GenerateAsync(int count, CancellationToken? cancellationToken = null) => GenerateAsync(Prompts(count), cancellationToken);

    public Task<IReadOnlyList<WrittenText>> GenerateAsync(IReadOnlyList<FewShotPrompt> prompts, CancellationToken? cancellationToken = null) =>
        Backend.GenerateAsync(prompts, new WritingOptions(0.7, 50, 0.9, 5), null, cancellationToken ?? TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Backend.Dispose();
        await Server.DisposeAsync();
    }
}

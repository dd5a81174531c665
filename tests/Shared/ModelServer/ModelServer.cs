using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Fdkt.Tests;

/// <summary>A server on this machine that answers as a test says.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Func<ModelRequest, Task> _answer;
    private int _requests, _running, _most;

    private ModelServer(WebApplication application, Func<ModelRequest, Task> answer) => (_application, _answer) = (application, answer);

    /// <summary>Address with the version.</summary>
    public string Url => $"{_application.Urls.Single()}/v1";

    /// <summary>Requests, in the order in which they came.</summary>
    public ConcurrentQueue<ModelRequest> Requests { get; } = new();

    /// <summary>Most requests at a time.</summary>
    public int MostAtATime => _most;

    public static async Task<ModelServer> StartAsync(Func<ModelRequest, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new ModelServer(builder.Build(), answer);
        server._application.Run(server.HandleAsync);
        await server._application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        int running = Interlocked.Increment(ref _running);
        InterlockedMax(running);
        try
        {
            JsonNode body = (await JsonNode.ParseAsync(context.Request.Body))!;
            var request = new ModelRequest(context, body, Interlocked.Increment(ref _requests));
            Requests.Enqueue(request);
            await _answer(request);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void InterlockedMax(int value)
    {
        for (int seen = _most; value > seen; seen = _most)
        {
            Interlocked.CompareExchange(ref _most, value, seen);
        }
    }
}

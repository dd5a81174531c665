using Fdkt.ServerModels.Endpoint;

namespace Fdkt.ServerModels.Tests.Endpoint;

/// <summary>Servers that end the whole work, and what is said of them.</summary>
public sealed class EndpointEndTests
{
    [Theory]
    [InlineData(401, "invalid_api_key", "key")]
    [InlineData(404, "model_not_found", "name of the model")]
    [InlineData(429, "insufficient_quota", "quota")]
    public async Task GenerateAsync_ServerThatTakesNothing_EndsTheWorkWithoutPromptOrKeyInTheMessage(int status, string code, string advice)
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => request.ErrorAsync(status, code));

        BackendException error = await Assert.ThrowsAsync<BackendException>(() => round.GenerateAsync(50));

        Assert.False(error.IsPassing);
        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("demonstration", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(EndpointFixture.Key, error.ToString(), StringComparison.Ordinal);
        Assert.InRange(round.Server.Requests.Count, 1, 4);
    }

    [Fact]
    public async Task GenerateAsync_ServerThatDies_EndsTheWorkSoon()
    {
        await using EndpointFixture round = await EndpointFixture.StartAsync(request => request.Number <= 10 ? request.TextAsync(request.Shot) : request.ErrorAsync(503, "down"));

        BackendException error = await Assert.ThrowsAsync<BackendException>(() => round.GenerateAsync(200));

        Assert.True(error.IsPassing);
        Assert.DoesNotContain("demonstration", error.ToString(), StringComparison.Ordinal);
        Assert.InRange(round.Server.Requests.Count, 10 + OutageWatch.Limit * 3, 10 + (OutageWatch.Limit + 4) * 3);
    }

    [Fact]
    public async Task GenerateAsync_NobodyAtTheAddress_SaysSo()
    {
        EndpointFixture round = await EndpointFixture.StartAsync(request => request.TextAsync("never"));
        await round.Server.DisposeAsync();

        BackendException error = await Assert.ThrowsAsync<BackendException>(() => round.GenerateAsync(1));

        Assert.True(error.IsPassing);
        Assert.Contains("small at test", error.Message, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Fdkt.Learning.Encoders;
using Fdkt.ServerModels.Embedding;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;
using Fdkt.ServerModels.Tests.Endpoint;

namespace Fdkt.ServerModels.Tests.Embedding;

public sealed class EndpointEncoderTests
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 200).Select(i => $"{i}")];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task EncodeAsync_ManyTexts_GivesTheirUnitVectorsInOrder(bool packed)
    {
        await using ModelServer server = await ModelServer.StartAsync(request => AnswerAsync(request, packed));
        using EndpointEncoder encoder = Encoder(server);

        float[][] vectors = await encoder.EncodeAsync(Texts, EncodingMode.Batched, TestContext.Current.CancellationToken);

        Assert.Equal(Texts.Select(Angle), vectors.Select(vector => MathF.Atan2(vector[1], vector[0])), (a, b) => Math.Abs(a - b) < 1e-4f);
        Assert.All(vectors, vector => Assert.Equal(1, MathF.Sqrt((vector[0] * vector[0]) + (vector[1] * vector[1])), 5));
        Assert.Equal(4, server.Requests.Count);
        Assert.All(server.Requests, request => Assert.Equal("/v1/embeddings", request.Path));
        Assert.False(encoder.StaysInProcess);
    }

    [Fact]
    public async Task EncodeAsync_PrivateRows_AreShownToNobody()
    {
        await using ModelServer server = await ModelServer.StartAsync(request => AnswerAsync(request, packed: false));
        using EndpointEncoder encoder = Encoder(server);

        await Assert.ThrowsAsync<InvalidOperationException>(() => encoder.EncodeAsync(["a"], EncodingMode.Independent, TestContext.Current.CancellationToken));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task EncodeAsync_FaultsThatPass_AreAskedAgain()
    {
        await using ModelServer server = await ModelServer.StartAsync(request => request.Number switch
        {
            1 => request.JsonAsync(503, "{}"),
            2 => request.JsonAsync(200, "{\"data\":[{\"emb"),
            _ => AnswerAsync(request, false),
        });
        using EndpointEncoder encoder = Encoder(server);

        Assert.Equal(5, (await encoder.EncodeAsync(Texts[..5], EncodingMode.Batched, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(3, server.Requests.Count);
    }

    [Theory]
    [InlineData(401, false, 1)]
    [InlineData(500, true, 3)]
    public async Task EncodeAsync_FaultThatStays_EndsTheWorkAfterBoundedAttempts(int status, bool passing, int requests)
    {
        await using ModelServer server = await ModelServer.StartAsync(request => request.JsonAsync(status, "{\"error\":{\"message\":\"text 1\"}}"));
        using EndpointEncoder encoder = Encoder(server);

        BackendException error = await Assert.ThrowsAsync<BackendException>(() => encoder.EncodeAsync(["text 1"], EncodingMode.Batched, TestContext.Current.CancellationToken));

        Assert.Equal((passing, requests), (error.IsPassing, server.Requests.Count));
        Assert.DoesNotContain("text 1", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[1,0]}],"usage":{"prompt_tokens":1,"total_tokens":1}}""", "1 vectors to 2 texts")]
    [InlineData("""{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[1,0]},{"object":"embedding","index":1,"embedding":[1]}],"usage":{"prompt_tokens":1,"total_tokens":1}}""", "several lengths")]
    public async Task EncodeAsync_OtherVectorsThanAskedFor_AreNotTaken(string answer, string problem)
    {
        await using ModelServer server = await ModelServer.StartAsync(request => request.JsonAsync(200, answer));
        using EndpointEncoder encoder = Encoder(server);

        BackendException error = await Assert.ThrowsAsync<BackendException>(() => encoder.EncodeAsync(["a", "b"], EncodingMode.Batched, TestContext.Current.CancellationToken));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    private static EndpointEncoder Encoder(ModelServer server)
    {
        var settings = new EndpointSettings { Url = server.Url, Attempts = 3, RequestSeconds = EndpointFixture.RequestLimit.TotalSeconds };
        return new EndpointEncoder(new EndpointClients(_ => null).Embeddings(settings, "m"), settings, "m at test", new SkippingClock(EndpointFixture.RequestLimit));
    }

    private static Task AnswerAsync(ModelRequest request, bool packed)
    {
        string[] inputs = [.. request.Body["input"]!.AsArray().Select(text => (string)text!)];
        return request.JsonAsync(200, JsonSerializer.Serialize(new
        {
            @object = "list",
            model = "m",
            data = inputs.Select((text, index) => new { @object = "embedding", index, embedding = Vector(text, packed) }),
            usage = new { prompt_tokens = inputs.Length, total_tokens = inputs.Length },
        }));
    }

    private static object Vector(string text, bool packed)
    {
        float[] vector = [3 * MathF.Cos(Angle(text)), 3 * MathF.Sin(Angle(text))];
        return packed ? Convert.ToBase64String([.. vector.SelectMany(BitConverter.GetBytes)]) : vector;
    }

    private static float Angle(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) / 100f;
}

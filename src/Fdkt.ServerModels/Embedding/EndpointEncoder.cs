using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Fdkt.Learning.Encoders;
using Fdkt.ServerModels.Endpoint;
using Fdkt.ServerModels.Settings;
using Microsoft.Extensions.AI;

namespace Fdkt.ServerModels.Embedding;

/// <summary>Encodes with a model behind the OpenAI protocol, several texts in a request. A request that fails is sent again after a wait, a bounded number of times.</summary>
public sealed class EndpointEncoder : ITextEncoder, IDisposable
{
    private const int TextsPerRequest = 64;

    private readonly IEmbeddingGenerator<string, Embedding<float>> _client;
    private readonly EndpointSettings _settings;
    private readonly TimeProvider _clock;
    private readonly RequestPacer _pacer;
    private readonly RetryWait _wait;

    /// <summary>Makes the encoder.</summary>
    /// <param name="client">The server. Owned.</param>
    /// <param name="settings">How hard it may be asked.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="clock">Times requests and waits.</param>
    public EndpointEncoder(IEmbeddingGenerator<string, Embedding<float>> client, EndpointSettings settings, string name, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(settings);
        (_client, _settings, Name, _clock) = (client, settings, name, clock);
        // Its server may change the weights behind a name; whoever needs more takes an encoder of its own.
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"endpoint {settings.Url} {name}")));
        _pacer = new RequestPacer(settings.RequestsPerMinute, settings.TokensPerMinute, clock);
        _wait = new RetryWait(_pacer, name, clock);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Hash { get; }

    /// <inheritdoc/>
    public int Dimension { get; private set; }

    /// <inheritdoc/>
    public bool StaysInProcess => false;

    /// <inheritdoc/>
    /// <exception cref="BackendException">The server takes no request of ours, does not answer, or answers with other vectors than asked for.</exception>
    /// <exception cref="InvalidOperationException">It is asked for <see cref="EncodingMode.Independent"/> states, which are for private rows: those are shown to nobody.</exception>
    public async Task<float[][]> EncodeAsync(IReadOnlyList<string> texts, EncodingMode mode, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (mode == EncodingMode.Independent)
        {
            throw new InvalidOperationException("Private rows are shown to no model outside this process.");
        }

        string[][] parts = [.. texts.Chunk(TextsPerRequest)];
        var vectors = new float[parts.Length][][];
        int done = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, parts.Length),
            new ParallelOptions { MaxDegreeOfParallelism = _settings.Concurrency, CancellationToken = cancellationToken },
            async (i, stop) =>
            {
                vectors[i] = await EmbedPartAsync(parts[i], i, stop).ConfigureAwait(false);
                progress?.Report(Interlocked.Add(ref done, parts[i].Length));
            }).ConfigureAwait(false);
        float[][] all = [.. vectors.SelectMany(part => part)];
        if (all.Length > 0)
        {
            Dimension = all[0].Length;
        }

        return all.All(vector => vector.Length == Dimension) ? all : throw Unusable("vectors of several lengths");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<float[][]> EmbedPartAsync(string[] texts, int part, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            await _pacer.WaitAsync(cancellationToken).ConfigureAwait(false);
            RequestFault fault;
            try
            {
                return await AskAsync(texts, cancellationToken).ConfigureAwait(false);
            }
#pragma warning disable CA1031 // The edge to another program: whatever it did becomes a wait or a message.
            catch (Exception error) when (error is not BackendException && !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                fault = RequestFault.Of(error, _clock);
            }

            bool passing = fault.Kind == FaultKind.Passing;
            if (!passing || attempt == _settings.Attempts)
            {
                throw new BackendException($"The embeddings model {Name} gives no vectors: status {fault.Status}. Check its address, its name and the key.", passing);
            }

            await _wait.AfterAsync(fault, attempt, part, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<float[][]> AskAsync(string[] texts, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.RequestSeconds), _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        GeneratedEmbeddings<Embedding<float>> answer = await _client.GenerateAsync(texts, cancellationToken: stop.Token).ConfigureAwait(false);
        _pacer.Charge(answer.Usage?.TotalTokenCount ?? 0);
        return answer.Count == texts.Length ? [.. answer.Select(embedding => Unit(embedding.Vector.Span))] : throw Unusable($"{answer.Count} vectors to {texts.Length} texts");
    }

    private float[] Unit(ReadOnlySpan<float> vector)
    {
        float norm = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(norm))
        {
            throw Unusable("a vector that is not finite");
        }

        var unit = new float[vector.Length];
        TensorPrimitives.Multiply(vector, norm > 0 ? 1 / norm : 0, unit);
        return unit;
    }

    private BackendException Unusable(string what) => new($"The embeddings model {Name} gives {what}.", isPassing: false);
}

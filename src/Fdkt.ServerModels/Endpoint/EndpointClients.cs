using System.ClientModel;
using System.ClientModel.Primitives;
using Azure.Core;
using Azure.Identity;
using Fdkt.ServerModels.Settings;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Fdkt.ServerModels.Endpoint;

/// <summary>Makes clients of the OpenAI protocol.</summary>
/// <param name="variable">Reads an environment variable; null where it is not set.</param>
/// <param name="identity">Signs in where the settings say so; null takes the machine's Azure identity.</param>
#pragma warning disable OPENAI001 // Its constructors with a policy are marked as to be judged; they are the only way to sign in with an identity.
public sealed class EndpointClients(Func<string, string?> variable, TokenCredential? identity = null)
{
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    // Sent where no key is set: the protocol has a place for one, and servers without keys do not look.
    private const string NoKey = "none";

    /// <summary>A client that writes.</summary>
    /// <param name="settings">The server.</param>
    /// <param name="model">Name of the model there.</param>
    /// <returns>The client. The caller disposes it.</returns>
    /// <exception cref="BackendSettingsException">The variable that should hold the key is not set.</exception>
    public IChatClient Chat(EndpointSettings settings, string model)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return (settings.Identity ? new ChatClient(model, Policy(), Options(settings)) : new ChatClient(model, Key(settings), Options(settings))).AsIChatClient();
    }

    /// <summary>A client that embeds.</summary>
    /// <param name="settings">The server.</param>
    /// <param name="model">Name of the model there.</param>
    /// <returns>The client. The caller disposes it.</returns>
    /// <exception cref="BackendSettingsException">The variable that should hold the key is not set.</exception>
    public IEmbeddingGenerator<string, Embedding<float>> Embeddings(EndpointSettings settings, string model)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return (settings.Identity ? new EmbeddingClient(model, Policy(), Options(settings)) : new EmbeddingClient(model, Key(settings), Options(settings))).AsIEmbeddingGenerator();
    }

    private static OpenAIClientOptions Options(EndpointSettings settings) => new()
    {
        Endpoint = new Uri(settings.Url!),
        // There is one layer of waits and one of time limits, and they are ours: the counts depend on them.
        RetryPolicy = new ClientRetryPolicy(0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        EnableDistributedTracing = false,
    };

    private BearerTokenPolicy Policy() => new(identity ?? new DefaultAzureCredential(), AzureScope);

    private ApiKeyCredential Key(EndpointSettings settings)
    {
        if (settings.KeyVariable is not { } name)
        {
            return new ApiKeyCredential(NoKey);
        }

        return variable(name) is { } key && !string.IsNullOrWhiteSpace(key)
            ? new ApiKeyCredential(key.Trim())
            : throw new BackendSettingsException($"The environment variable {name}, which should hold the key of {settings.Url}, is not set.");
    }
}

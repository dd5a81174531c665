namespace Fdkt.ServerModels.Settings;

/// <summary>The server's language model, as its operator describes it in a file (docs/backends.md). It holds no secret: a key is named by its environment variable.</summary>
/// <param name="Kind">What writes the texts. Default: a server.</param>
/// <param name="Model">Name of the model at the server: with Azure OpenAI that of the deployment. For a GGUF file, what reports call it; left out, the name of the file.</param>
/// <param name="Template">A prompt template (<see cref="Learning.Augmentation.PromptTemplate"/>), relative to the settings file; left out, the one that ships with Fdkt.</param>
/// <param name="MaximumTokens">Most tokens of a reply, at least 16. Default 512.</param>
/// <param name="Endpoint">The server, for kind <c>endpoint</c>.</param>
/// <param name="Gguf">The file, for kind <c>gguf</c>.</param>
/// <param name="Embedder">What clusters the demonstrations; left out, the public model's encoder.</param>
/// <param name="Checkpoint">The model, for kind <c>checkpoint</c>.</param>
public sealed record BackendSettings(
    BackendKind Kind = BackendKind.Endpoint,
    string? Model = null,
    string? Template = null,
    int MaximumTokens = 512,
    EndpointSettings? Endpoint = null,
    GgufSettings? Gguf = null,
    EmbedderSettings? Embedder = null,
    CheckpointSettings? Checkpoint = null);

namespace Fdkt.ServerModels.Settings;

/// <summary>What turns demonstrations into vectors for clustering: a checkpoint, an ONNX sentence transformer or an embeddings endpoint.</summary>
/// <param name="Checkpoint">Folder of a Hugging Face checkpoint, relative to the settings file: the mean state of an encoder or of a language model; left out, one of the others.</param>
/// <param name="Onnx">Folder with <c>model.onnx</c> and <c>vocab.txt</c>, relative to the settings file; left out, an endpoint.</param>
/// <param name="Model">Name of the model at the endpoint.</param>
/// <param name="Endpoint">The server; left out, that of the texts.</param>
public sealed record EmbedderSettings(
    string? Checkpoint = null,
    string? Onnx = null,
    string? Model = null,
    EndpointSettings? Endpoint = null);

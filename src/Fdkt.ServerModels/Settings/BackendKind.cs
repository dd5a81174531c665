namespace Fdkt.ServerModels.Settings;

/// <summary>What writes the texts.</summary>
public enum BackendKind
{
    /// <summary>A server that speaks the OpenAI protocol: vLLM, llama-server, Ollama, OpenAI, Azure OpenAI.</summary>
    Endpoint,

    /// <summary>A GGUF file in this process, in a build with <c>FdktLlama=true</c>.</summary>
    Gguf,
}

namespace Fdkt.ServerModels.Settings;

/// <summary>What writes the texts.</summary>
public enum BackendKind
{
    /// <summary>A server that speaks the OpenAI protocol: vLLM, llama-server, Ollama, OpenAI, Azure OpenAI.</summary>
    Endpoint,

    /// <summary>A GGUF file in this process.</summary>
    Gguf,

    /// <summary>A published model in this process: a Hugging Face folder, or a llama2.c file.</summary>
    Checkpoint,
}

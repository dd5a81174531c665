namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>Families of language models whose Hugging Face folders can be read and written.</summary>
public enum ModelFamily
{
    /// <summary>Llama 2, 3, 3.1, 3.2 and what has the same <c>model_type</c>.</summary>
    Llama,

    /// <summary>Qwen 2 and 2.5: Llama with biases on query, key and value.</summary>
    Qwen2,

    /// <summary>GPT-2: learned positions, layer norms, biases everywhere, transposed matrices in the file.</summary>
    Gpt2,
}

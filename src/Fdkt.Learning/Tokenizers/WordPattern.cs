namespace Fdkt.Learning.Tokenizers;

/// <summary>How a byte-level tokenizer cuts text into the words that merges never cross.</summary>
public enum WordPattern
{
    /// <summary>GPT-2 and everything whose <c>tokenizer.json</c> says <c>ByteLevel</c> with <c>use_regex</c>.</summary>
    Gpt2,

    /// <summary>Qwen 2 and 2.5: digits one by one.</summary>
    Qwen2,

    /// <summary>Llama 3 and cl100k_base: digits by threes.</summary>
    Llama3,
}

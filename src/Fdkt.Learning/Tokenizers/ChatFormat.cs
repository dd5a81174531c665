namespace Fdkt.Learning.Tokenizers;

/// <summary>How a family of chat models wants its turns written.</summary>
public enum ChatFormat
{
    /// <summary><c>[INST] … [/INST]</c> with <c>&lt;&lt;SYS&gt;&gt;</c> (Llama 2 chat).</summary>
    Llama2,

    /// <summary>Headers by special tokens and <c>&lt;|eot_id|&gt;</c> (Llama 3 instruct). Without the date lines that the template of 3.1 and later adds to the system turn.</summary>
    Llama3,

    /// <summary><c>&lt;|im_start|&gt;</c> and <c>&lt;|im_end|&gt;</c> (Qwen 2 and 2.5 instruct). Without a system turn of its own.</summary>
    ChatMl,
}

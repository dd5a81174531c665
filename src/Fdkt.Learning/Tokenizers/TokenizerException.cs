namespace Fdkt.Learning.Tokenizers;

/// <summary>A tokenizer file is not one, is damaged, or is of a kind that is not supported.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Creates the exception; the message is the file's name and the reason.</summary>
    /// <param name="file">The file that was read.</param>
    /// <param name="reason">What is wrong; never with content of the file, a token in it included.</param>
    /// <param name="innerException">The cause, or null.</param>
    public TokenizerException(string file, string reason, Exception? innerException = null)
        : base($"Tokenizer {file}: {reason}", innerException) => File = file;

    /// <summary>The file that was read.</summary>
    public string File { get; }
}

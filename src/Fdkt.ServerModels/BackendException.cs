namespace Fdkt.ServerModels;

/// <summary>A back end does not work: nobody answers, or the server refuses every request. The message is one line and holds no text of prompts or replies.</summary>
/// <param name="message">The line: which back end, what it said, what to do.</param>
/// <param name="isPassing">Whether it may work again later without anybody doing anything.</param>
/// <param name="inner">What it was found by.</param>
public sealed class BackendException(string message, bool isPassing, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether it may work again later without anybody doing anything.</summary>
    public bool IsPassing { get; } = isPassing;
}

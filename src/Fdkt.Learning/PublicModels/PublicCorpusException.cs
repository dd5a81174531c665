namespace Fdkt.Learning.PublicModels;

/// <summary>The public texts are no corpus to learn a public model from. The message says what is wrong and what to do.</summary>
public sealed class PublicCorpusException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, with the numbers, and what to do.</param>
    public PublicCorpusException(string message)
        : base(message)
    {
    }
}

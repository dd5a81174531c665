namespace Fdkt.Learning.Tokenizers;

/// <summary>Who speaks in a chat.</summary>
public enum ChatRole
{
    /// <summary>Instructions to the model; first, if at all.</summary>
    System,

    /// <summary>The one who asks.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}

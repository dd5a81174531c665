namespace Fdkt.Learning.TextStates;

/// <summary>How the states of a text's tokens become one vector.</summary>
public enum StatePooling
{
    /// <summary>The first token's state, through the pooler where the encoder has one. Of an encoder only: a language model's first token has seen nothing of the text.</summary>
    First,

    /// <summary>The mean over the tokens. A language model's first token, which every text has and which holds large values, is left out.</summary>
    Mean,

    /// <summary>The last token's state: in a language model the only one that has seen all of the text.</summary>
    Last,
}

namespace Fdkt.Learning.Tokenizers;

/// <summary>The tokenizer of a published model: besides text it knows the model's special tokens by name.</summary>
public interface IModelTokenizer : ITextTokenizer
{
    /// <summary>
    /// Ids of the tokens that are added to the vocabulary, such as <c>&lt;|im_start|&gt;</c>. <see cref="ITextTokenizer.Encode"/> never gives one, whatever the text:
    /// who wants one puts its id between the ids of texts.
    /// </summary>
    IReadOnlyDictionary<string, int> SpecialTokens { get; }
}

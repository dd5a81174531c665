namespace Fdkt.Learning.Tokenizers;

/// <summary>Turns text into token ids and back. Implementations are thread-safe.</summary>
public interface ITextTokenizer
{
    /// <summary>Number of token ids; every id is at least 0 and below this.</summary>
    int VocabularySize { get; }

    /// <summary>Id that starts a text. Never part of what <see cref="Encode"/> returns.</summary>
    int BeginId { get; }

    /// <summary>Id that ends a text. Never part of what <see cref="Encode"/> returns.</summary>
    int EndId { get; }

    /// <summary>Id that fills a batch. Never part of what <see cref="Encode"/> returns.</summary>
    int PadId { get; }

    /// <summary>Ids of a text, without begin or end.</summary>
    /// <param name="text">
    /// Any string, also empty. Words such as <c>&lt;|end|&gt;</c> inside it are ordinary text. Halves of surrogate pairs that stand alone are
    /// no Unicode text and become U+FFFD.
    /// </param>
    int[] Encode(string text);

    /// <summary>Text of a sequence of ids; begin, end and padding give nothing, bytes that are not UTF-8 give U+FFFD.</summary>
    /// <param name="ids">Ids below <see cref="VocabularySize"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    string Decode(ReadOnlySpan<int> ids);
}

using System.Text;

namespace Fdkt.Learning.Tests.Tokenizers;

/// <summary>Texts that are hard on tokenizers.</summary>
internal static class AdversarialTexts
{
    private static readonly string[] Pieces =
    [
        " ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000", "\u2028", "\u0085", "'s", "'LL", "'\u017f", "'", "123", "4567", "½", "Ⅷ", "٣", "word", "Word", "é", "e\u0301", "ß", "日本", "العربية",
        "हिन्दी", "한국어", "👍", "👩‍👩‍👧‍👦", "🏳️‍🌈", "𝔘𝔫𝔦", "𐍈", "\0", "\u0001", "\u001f", "\u007f", "\u200b", "\ufeff", "\ufffd", "\uffff", "\U0010ffff", "<|endoftext|>", "<s>", "</s>", "<0x41>", "<unk>",
        "[INST]", "<|im_start|>", "Ġ", "Ċ", "##", "...", "—", "»", "_", "-", "$", "\\", "\"", "{", "http://a.b/c?d=e&f", "aaaaaaaaaaaaaaaaaaaa",
    ];

    /// <summary>Random joins of hard pieces, and of code points from all of Unicode. Without halves of surrogate pairs, which are no text.</summary>
    public static IEnumerable<string> Make(int count, int seed)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            int length = random.Next(0, 14);
            for (int j = 0; j < length; j++)
            {
                _ = random.Next(3) switch
                {
                    0 => text.Append(Pieces[random.Next(Pieces.Length)]),
                    1 => text.Append((char)random.Next(0, 0x250)),
                    _ => text.Append(AnyRune(random)),
                };
            }

            yield return text.ToString();
        }
    }

    private static Rune AnyRune(Random random)
    {
        int value = random.Next(random.Next(2) == 0 ? 0x3000 : 0x10ffff - 0x800);
        return new Rune(value < 0xd800 ? value : value + 0x800);
    }
}

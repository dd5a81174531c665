using System.Text;

namespace Fdkt.Learning.Tokenizers;

/// <summary>The visible character that stands for each byte in a byte-level vocabulary file.</summary>
/// <remarks>GPT-2's table (Radford et al. 2019): printable Latin-1 bytes are themselves, the others U+0100 and up in order of the byte.</remarks>
internal static class ByteAlphabet
{
    private static readonly char[] Characters = MakeCharacters();
    private static readonly Dictionary<char, byte> Bytes = Enumerable.Range(0, 256).ToDictionary(b => Characters[b], b => (byte)b);

    /// <summary>The text of a token in a vocabulary file.</summary>
    public static string ToText(ReadOnlySpan<byte> token)
    {
        var text = new StringBuilder(token.Length);
        foreach (byte value in token)
        {
            text.Append(Characters[value]);
        }

        return text.ToString();
    }

    /// <summary>The bytes of a token, or null where a character stands for no byte.</summary>
    public static byte[]? ToBytes(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!Bytes.TryGetValue(text[i], out bytes[i]))
            {
                return null;
            }
        }

        return bytes;
    }

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        int substitutes = 0;
        for (int b = 0; b < 256; b++)
        {
            bool visible = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            characters[b] = (char)(visible ? b : 256 + substitutes++);
        }

        return characters;
    }
}

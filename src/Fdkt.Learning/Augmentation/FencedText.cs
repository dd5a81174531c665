using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fdkt.Learning.Augmentation;

/// <summary>Text of others inside a prompt: one JSON string on one line, which no text can end, and in which no control token of a chat format survives.</summary>
internal static class FencedText
{
    /// <summary>A demonstration in the form in which a reply is asked for.</summary>
    public static string Reply(string text) => $"{{\"text\":\"{Inline(text)}\"}}";

    /// <summary>The inside of a JSON string. Words stay readable: only quotes, backslashes, control characters and the openings of control tokens are escaped.</summary>
    /// <remarks>Chat formats mark turns by <c>&lt;|im_start|&gt;</c>, <c>&lt;/s&gt;</c> or <c>[INST]</c>, and servers read such marks in the words of a user too.</remarks>
    public static string Inline(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace("[", "\\u005b", StringComparison.Ordinal);
}

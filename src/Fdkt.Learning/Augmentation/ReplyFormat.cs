using System.Text;
using System.Text.Json;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Augmentation;

/// <summary>The form in which a language model that reads words shall reply, for every back end: one JSON object with a field <c>text</c>.</summary>
public static class ReplyFormat
{
    /// <summary>Longest text taken, in characters: what is longer is no text of the kind that was asked for, and clients refuse data sets with such.</summary>
    public const int MaximumLength = 16_000;

    /// <summary>The form as a JSON schema, for servers that hold a model to one.</summary>
    public const string JsonSchema = """{"type":"object","properties":{"text":{"type":"string"}},"required":["text"],"additionalProperties":false}""";

    /// <summary>The form as a grammar in llama.cpp's notation. Its root is <c>root</c>.</summary>
    public const string Grammar = """
        root ::= "{\"text\":\"" char+ "\"}"
        char ::= [^"\\\x00-\x1F] | "\\" (["\\/bfnrt] | "u" hex hex hex hex)
        hex ::= [0-9a-fA-F]
        """;

    /// <summary>The model refused.</summary>
    public const string Refused = "refused";

    /// <summary>The reply has not the form that was asked for.</summary>
    public const string Unreadable = "not the form asked for";

    /// <summary>The reply ended at the length limit.</summary>
    public const string CutShort = "cut short";

    /// <summary>The text is longer than <see cref="MaximumLength"/>.</summary>
    public const string TooLong = "too long";

    private const string Field = "text";
    private const string ThinkingEnds = "</think>";

    // A reply with more braces than this before its object is no reply of this form.
    private const int Attempts = 16;

    /// <summary>Takes the text out of a reply.</summary>
    /// <param name="reply">What the model wrote: the object, alone or among other words. Of several objects the first counts.</param>
    /// <param name="tokens">What was generated.</param>
    /// <param name="complete">False where the length limit ended the reply.</param>
    /// <returns>The text, or why there is none.</returns>
    public static WrittenText Read(string reply, int tokens, bool complete)
    {
        ArgumentNullException.ThrowIfNull(reply);
        // Some models think aloud first.
        int begin = reply.LastIndexOf(ThinkingEnds, StringComparison.Ordinal) is var end and >= 0 ? end + ThinkingEnds.Length : 0;
        for (int attempt = 0; attempt < Attempts && (begin = reply.IndexOf('{', begin)) >= 0; attempt++, begin++)
        {
            if (TextOf(reply.AsSpan(begin)) is { } text)
            {
                return text.Length > MaximumLength ? WrittenText.None(TooLong, tokens) : new WrittenText(text, tokens, complete);
            }
        }

        return WrittenText.None(complete ? Unreadable : CutShort, tokens);
    }

    private static string? TextOf(ReadOnlySpan<char> json)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json.ToString()), new JsonReaderOptions { AllowTrailingCommas = true });
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Field, out JsonElement text) && text.ValueKind == JsonValueKind.String
                ? Clean(text.GetString()!)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null; // No JSON from here on, or half a surrogate pair in the string.
        }
    }

    /// <summary>Without control characters but line breaks and tabs: they are no part of a text, and terminals obey them.</summary>
    private static string Clean(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')).Trim();
}

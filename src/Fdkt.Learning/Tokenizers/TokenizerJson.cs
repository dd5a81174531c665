using System.Text.Encodings.Web;
using System.Text.Json;
using Fdkt.Learning.Files;

namespace Fdkt.Learning.Tokenizers;

/// <summary>Writes and reads Hugging Face <c>tokenizer.json</c> files, version 1.0, with a byte-level BPE model.</summary>
internal static class TokenizerJson
{
    private static readonly string[] TokenFlags = ["single_word", "lstrip", "rstrip", "normalized"];
    private static readonly string[] AbsentOptions = ["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"];
    private static readonly string[] OffOptions = ["fuse_unk", "byte_fallback", "ignore_merges"];

    /// <summary>Writes the file whole or not at all.</summary>
    public static void Write(string path, BpeVocabulary vocabulary) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = false, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach (int id in new[] { vocabulary.BeginId, vocabulary.EndId, vocabulary.PadId }.Order())
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("content", vocabulary.SpecialName(id));
            foreach (string flag in TokenFlags)
            {
                json.WriteBoolean(flag, false);
            }

            json.WriteBoolean("special", true);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        WriteByteLevel(json, "pre_tokenizer");
        json.WriteNull("post_processor");
        WriteByteLevel(json, "decoder");
        WriteModel(json, vocabulary);
        json.WriteEndObject();
    });

    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="TokenizerException">The file is damaged or of another kind.</exception>
    public static BpeVocabulary Read(string path) => TokenizerFiles.ReadJson(path, root => TokenizerJsonModel.Parse(path, root));

    private static void WriteByteLevel(Utf8JsonWriter json, string role)
    {
        json.WriteStartObject(role);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, BpeVocabulary vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (string absent in AbsentOptions)
        {
            json.WriteNull(absent);
        }

        foreach (string off in OffOptions)
        {
            json.WriteBoolean(off, false);
        }

        string[] texts = [.. vocabulary.Tokens.Select((token, id) => vocabulary.SpecialName(id) ?? ByteAlphabet.ToText(token))];
        json.WriteStartObject("vocab");
        for (int id = 0; id < texts.Length; id++)
        {
            json.WriteNumber(texts[id], id);
        }

        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach ((int left, int right, _) in vocabulary.Merges)
        {
            json.WriteStartArray();
            json.WriteStringValue(texts[left]);
            json.WriteStringValue(texts[right]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}

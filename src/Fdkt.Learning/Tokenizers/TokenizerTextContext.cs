using System.Text.Json.Serialization;

namespace Fdkt.Learning.Tokenizers;

/// <summary>JSON of a plain text.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class TokenizerTextContext : JsonSerializerContext;

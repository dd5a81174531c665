using System.Text.Json.Serialization;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Rounds;

/// <summary>How the states of a text's tokens become the one vector that a student's head reads.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<StudentPooling>))]
public enum StudentPooling
{
    /// <summary>The mean of an encoder, the last token of a language model.</summary>
    Auto,

    /// <summary>The first token, through the checkpoint's pooler where it has one. For encoders.</summary>
    First,

    /// <summary>The mean over the tokens.</summary>
    Mean,

    /// <summary>The last token.</summary>
    Last,
}

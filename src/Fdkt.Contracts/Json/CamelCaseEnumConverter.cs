using System.Text.Json;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Json;

/// <summary>Writes an enum as its camelCase name and reads it back, upper or lower case; numbers are refused.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;

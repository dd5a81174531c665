using System.Text.Json;

namespace Fdkt.Contracts.Json;

/// <summary>The names an enum has in JSON and on the command line.</summary>
public static class EnumNames
{
    /// <summary>The camelCase name of a value.</summary>
    /// <param name="value">A declared value of an enum.</param>
    /// <returns>For example <c>classPrompts</c>.</returns>
    public static string Of(Enum value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
    }

    /// <summary>The camelCase names of all values in the order of declaration.</summary>
    /// <param name="enumType">The enum's type.</param>
    /// <returns>The names.</returns>
    public static IReadOnlyList<string> All(Type enumType)
    {
        ArgumentNullException.ThrowIfNull(enumType);
        return [.. Enum.GetNames(enumType).Select(JsonNamingPolicy.CamelCase.ConvertName)];
    }
}

using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Fdkt.Contracts.Json;

/// <summary>Finds nulls inside lists. The serializer refuses a null field that may not be null, but lets a null element through.</summary>
internal static class NullElements
{
    public static bool AreIn(object value, JsonTypeInfo type)
    {
        // The declared type of a polymorphic contract knows the shared fields alone.
        JsonTypeInfo actual = type.PolymorphismOptions is null ? type : type.Options.GetTypeInfo(value.GetType());
        return actual.Kind switch
        {
            JsonTypeInfoKind.Object => actual.Properties.Any(property => property.Get?.Invoke(value) is { } child && AreIn(child, TypeOf(property.PropertyType, type.Options))),
            JsonTypeInfoKind.Enumerable when actual.ElementType is { } element => AreAmong((IEnumerable)value, TypeOf(element, type.Options)),
            _ => false,
        };
    }

    private static bool AreAmong(IEnumerable elements, JsonTypeInfo type) => elements.Cast<object?>().Any(element => element is null || AreIn(element, type));

    // A boxed nullable is its value.
    private static JsonTypeInfo TypeOf(Type declared, JsonSerializerOptions options) => options.GetTypeInfo(Nullable.GetUnderlyingType(declared) ?? declared);
}

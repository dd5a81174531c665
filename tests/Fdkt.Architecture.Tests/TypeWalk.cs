using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Datasets;

namespace Fdkt.Architecture.Tests;

/// <summary>Follows the properties of a record, the elements of its lists and the kinds of its contracts, and says by which paths they lead to text or to bytes.</summary>
internal static class TypeWalk
{
    private static readonly Type[] Text = [typeof(LabelledText), typeof(ReleasedDataset), typeof(SealedArtifact), typeof(StoredArtifact)];

    // What can hold anything can hold text.
    private static readonly Type[] Anything = [typeof(byte[]), typeof(object), typeof(JsonElement), typeof(JsonDocument), typeof(JsonNode)];

    private static readonly Type[] Memories = [typeof(Memory<>), typeof(ReadOnlyMemory<>), typeof(ArraySegment<>)];

    public static IReadOnlyList<string> PathsToText(Type start)
    {
        var paths = new List<string>();
        Walk(start, start.Name, [], paths);
        return paths;
    }

    private static void Walk(Type type, string path, HashSet<Type> seen, List<string> paths)
    {
        if (Text.Contains(type) || Anything.Contains(type) || typeof(Stream).IsAssignableFrom(type) || (type.IsGenericType && Memories.Contains(type.GetGenericTypeDefinition())))
        {
            paths.Add($"{path} is {type.Name}");
            return;
        }

        if (!seen.Add(type) || type == typeof(string))
        {
            return;
        }

        foreach (Type part in type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments())
        {
            Walk(part, $"{path}<{part.Name}>", seen, paths);
        }

        if (type.Namespace?.StartsWith("Fdkt", StringComparison.Ordinal) != true)
        {
            // Of the base library only containers are followed, by their arguments; one without any holds anything.
            if (typeof(IEnumerable).IsAssignableFrom(type) && !type.IsGenericType && !type.IsArray)
            {
                paths.Add($"{path} is {type.Name}");
            }

            return;
        }

        foreach (PropertyInfo property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            Walk(property.PropertyType, $"{path}.{property.Name}", seen, paths);
        }

        foreach (Type kind in SourceTree.Assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(other => other != type && type.IsAssignableFrom(other)))
        {
            Walk(kind, $"{path}/{kind.Name}", seen, paths);
        }
    }
}

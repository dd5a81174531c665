using System.Text.RegularExpressions;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>A condition of a role assignment on blobs, in a form that can be read and evaluated.</summary>
internal static class BlobCondition
{
    private const string Blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";

    /// <summary>The condition with <c>path</c>, <c>write</c> and <c>add</c> for the long names.</summary>
    public static string Shorten(string condition) => condition
        .Replace($"@Resource[{Blobs}:path]", "path", StringComparison.Ordinal)
        .Replace($"ActionMatches{{'{Blobs}/write'}}", "write", StringComparison.Ordinal)
        .Replace($"ActionMatches{{'{Blobs}/add/action'}}", "add", StringComparison.Ordinal);

    /// <summary>StringLike: * is any text, also over a slash.</summary>
    public static bool Matches(string pattern, string path) => Regex.IsMatch(path, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    /// <summary>Whether a condition lets an action on a blob pass. Knows the few forms that the templates use, and fails on others.</summary>
    public static bool Allows(string condition, string action, string path)
    {
        string expression = Regex.Replace(Shorten(condition), @"path (StringLike|StringNotLike|StringStartsWith) '([^']*)'", test => test.Groups[1].Value switch
        {
            "StringLike" => Matches(test.Groups[2].Value, path) ? "T" : "F",
            "StringNotLike" => Matches(test.Groups[2].Value, path) ? "F" : "T",
            _ => path.StartsWith(test.Groups[2].Value, StringComparison.Ordinal) ? "T" : "F",
        });
        expression = Regex.Replace(expression, @"\b(write|add)\b", test => test.Value == action ? "T" : "F").Replace("AND", "&", StringComparison.Ordinal).Replace("OR", "|", StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);

        // Reduces from the inside out until one letter is left.
        for (string before = string.Empty; before != expression;)
        {
            before = expression;
            expression = Regex.Replace(expression, @"!?\(([TF])\)", test => test.Value[0] == '!' ? (test.Groups[1].Value == "T" ? "F" : "T") : test.Groups[1].Value);
            expression = Regex.Replace(expression, @"\(([TF](?:&[TF])+)\)", test => test.Groups[1].Value.Contains('F', StringComparison.Ordinal) ? "F" : "T");
            expression = Regex.Replace(expression, @"\(([TF](?:\|[TF])+)\)", test => test.Groups[1].Value.Contains('T', StringComparison.Ordinal) ? "T" : "F");
        }

        return expression switch { "T" => true, "F" => false, _ => throw new FormatException($"{condition} is left as {expression}") };
    }
}

namespace Fdkt.Contracts.Federation;

/// <summary>The one rule for names of clients, tasks and rounds: lower-case letters, digits and single hyphens inside, 1 to 48 characters.</summary>
/// <remarks>48 leaves room for prefixes in queue names, which Azure Storage ends at 63 characters. No dot, no slash: a name cannot climb a path.</remarks>
public static class NameRule
{
    /// <summary>Longest name.</summary>
    public const int MaximumLength = 48;

    /// <summary>Whether a text is a name.</summary>
    /// <param name="value">The text; null is none.</param>
    public static bool Holds(string? value) =>
        value is { Length: >= 1 and <= MaximumLength }
        && value[0] != '-' && value[^1] != '-'
        && !value.Contains("--", StringComparison.Ordinal)
        && value.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');

    /// <summary>Returns the text, or refuses it.</summary>
    /// <param name="value">The text.</param>
    /// <param name="what">What it names, for the message: "client".</param>
    /// <exception cref="InvalidNameException">The text is no name.</exception>
    public static string Check(string? value, string what) => Holds(value) ? value! : throw new InvalidNameException(what, value);

    /// <summary>The nearest name to a free text: other characters become hyphens.</summary>
    /// <param name="text">Such as the name of a task in a round file.</param>
    /// <param name="otherwise">Taken where nothing is left.</param>
    public static string Slug(string text, string otherwise)
    {
        ArgumentNullException.ThrowIfNull(text);
        string hyphened = string.Concat(text.ToLowerInvariant().Select(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') ? c : '-'));
        string name = string.Join('-', hyphened.Split('-', StringSplitOptions.RemoveEmptyEntries));
        name = name[..Math.Min(name.Length, MaximumLength)].TrimEnd('-');
        return name.Length > 0 ? name : otherwise;
    }
}

namespace Fdkt.Contracts.Federation;

/// <summary>A text that should be a name is none.</summary>
/// <param name="what">What it should name.</param>
/// <param name="value">The text; at most its first characters are shown.</param>
public sealed class InvalidNameException(string what, string? value)
    : Exception($"The {what} name '{Shown(value)}' is not allowed. Use 1 to {NameRule.MaximumLength} lower-case letters, digits and single hyphens inside.")
{
    private const int ShownLength = 60;

    /// <summary>What it should name.</summary>
    public string What { get; } = what;

    // Control characters of a hostile name, and those that turn the direction of writing, must not reach a terminal.
    private static string Shown(string? value) =>
        string.Concat((value ?? string.Empty).Take(ShownLength).Select(c => char.IsBetween(c, ' ', '~') ? c : '?'));
}

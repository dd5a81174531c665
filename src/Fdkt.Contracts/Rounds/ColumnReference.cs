using System.Globalization;
using System.Text.Json.Serialization;

namespace Fdkt.Contracts.Rounds;

/// <summary>A column of a table, by name or by number. In JSON a string is a name and a whole number is a number.</summary>
[JsonConverter(typeof(ColumnReferenceConverter))]
public readonly record struct ColumnReference
{
    private ColumnReference(string? name, int? number)
    {
        Name = name;
        Number = number;
    }

    /// <summary>The name in the header, or null where the column is given by number.</summary>
    public string? Name { get; }

    /// <summary>The position from the left, the first being 1, or null where the column is given by name.</summary>
    public int? Number { get; }

    /// <summary>Refers to a column by its name in the header.</summary>
    /// <param name="name">The name, not empty. Case counts only where two headers differ in nothing else.</param>
    /// <returns>The reference.</returns>
    public static ColumnReference ByName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(name, null);
    }

    /// <summary>Refers to a column by its position.</summary>
    /// <param name="number">The position from the left, at least 1.</param>
    /// <returns>The reference.</returns>
    public static ColumnReference ByNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        return new(null, number);
    }

    /// <summary>Reads the command line's form, where digits alone are a number.</summary>
    /// <param name="text">For example <c>title</c> or <c>2</c>.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="FormatException">The text is blank or is the number zero.</exception>
    public static ColumnReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string trimmed = text.Trim();
        if (int.TryParse(trimmed, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number >= 1 ? ByNumber(number) : throw new FormatException("Columns are counted from 1; there is no column 0.");
        }

        return trimmed.Length > 0 ? ByName(trimmed) : throw new FormatException("A column name is blank.");
    }

    /// <inheritdoc/>
    public override string ToString() => Name ?? (Number ?? 0).ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text;

namespace Fdkt.Learning.Samples;

/// <summary>Expands the notation in which the sample's sentences are written.</summary>
/// <remarks><c>{one|two}</c> is one of the alternatives; <c>&lt;day&gt;</c> and the like are filled in with a day, a name, a number. No nesting.</remarks>
internal static class TextPattern
{
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] Names =
    [
        "Anna", "Brian", "Carla", "David", "Elena", "Farid", "Grace", "Henry", "Irene", "Jamal", "Karen", "Liam", "Maria", "Nadia", "Oscar",
        "Priya", "Ruth", "Simon", "Tara", "Victor",
    ];

    private static readonly string[] Towns =
    [
        "Ashby", "Brackley", "Calder", "Dunmore", "Eastham", "Fairwell", "Harlow", "Larkfield", "Millbrook", "Norbury", "Oakley", "Redhill",
        "Seaham", "Thornby", "Westbury",
    ];

    /// <summary>One text of a pattern.</summary>
    /// <param name="pattern">The pattern; well-formed, as a test of all patterns holds.</param>
    /// <param name="random">Where the choices come from.</param>
    public static string Expand(string pattern, Random random)
    {
        var text = new StringBuilder();
        for (int at = 0; at < pattern.Length;)
        {
            if (pattern[at] == '{')
            {
                int end = pattern.IndexOf('}', at);
                string[] choices = pattern[(at + 1)..end].Split('|');
                text.Append(Fill(choices[random.Next(choices.Length)], random));
                at = end + 1;
            }
            else
            {
                int end = pattern.IndexOf('{', at);
                end = end < 0 ? pattern.Length : end;
                text.Append(Fill(pattern[at..end], random));
                at = end;
            }
        }

        // A sentence that begins with a slot or an alternative may begin in lower case.
        text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }

    private static string Fill(string text, Random random)
    {
        for (int open = text.IndexOf('<', StringComparison.Ordinal); open >= 0; open = text.IndexOf('<', StringComparison.Ordinal))
        {
            int close = text.IndexOf('>', open);
            text = string.Concat(text.AsSpan(0, open), Slot(text[(open + 1)..close], random), text.AsSpan(close + 1));
        }

        return text;
    }

    private static string Slot(string name, Random random) => name switch
    {
        "day" => Days[random.Next(Days.Length)],
        "month" => Months[random.Next(Months.Length)],
        "name" => Names[random.Next(Names.Length)],
        "town" => Towns[random.Next(Towns.Length)],
        "number" => random.Next(3, 60).ToString(CultureInfo.InvariantCulture),
        "code" => random.Next(10_000, 99_999).ToString(CultureInfo.InvariantCulture),
        "time" => string.Create(CultureInfo.InvariantCulture, $"{random.Next(7, 20)}:{random.Next(0, 12) * 5:00}"),
        "amount" => string.Create(CultureInfo.InvariantCulture, $"£{random.Next(8, 250)}{(random.Next(2) == 0 ? "" : $".{random.Next(10, 99)}")}"),
        _ => throw new FormatException($"Unknown slot <{name}>."),
    };
}

using System.Globalization;

namespace Fdkt.Contracts.Rounds;

/// <summary>Collects what is out of range. Every rule is written so that NaN breaks it; null means left out and passes.</summary>
internal sealed class RangeChecks
{
    private readonly List<RoundFileProblem> _problems = [];

    public IReadOnlyList<RoundFileProblem> Problems => _problems;

    public void Add(string path, IFormattable value, string problem, string remedy) =>
        Add(path, value.ToString(null, CultureInfo.InvariantCulture), problem, remedy);

    public void Add(string path, string value, string problem, string remedy) => _problems.Add(new RoundFileProblem(path, value, problem, remedy));

    public void Above0(string path, double? value, string example)
    {
        if (value is { } number && !(number > 0 && double.IsFinite(number)))
        {
            Add(path, number, number > 0 ? "is not finite" : "is not above 0", $"Give a positive number such as {example}.");
        }
    }

    public void NotNegative(string path, double? value)
    {
        if (value is { } number && !(number >= 0 && double.IsFinite(number)))
        {
            Add(path, number, "is not a finite number of at least 0", "Give 0 or more.");
        }
    }

    public void AtLeast(string path, int? value, int minimum)
    {
        if (value < minimum)
        {
            Add(path, value.Value, $"is below {minimum}", $"Give {minimum} or more.");
        }
    }

    public void Within(string path, int value, int minimum, int maximum)
    {
        if (value < minimum || value > maximum)
        {
            Add(path, value, value < minimum ? $"is below {minimum}" : $"is above {maximum}", $"Give {minimum} to {maximum}.");
        }
    }

    public void Fraction(string path, double? value, bool zero, bool one)
    {
        if (value is { } number && !((zero ? number >= 0 : number > 0) && (one ? number <= 1 : number < 1)))
        {
            string range = $"{(zero ? '[' : '(')}0, 1{(one ? ']' : ')')}";
            Add(path, number, $"is not inside {range}", $"Give a number inside {range}.");
        }
    }

    public void NotBlank(string path, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            Add(path, "\"\"", "is blank", "Give some text.");
        }
    }

    public void NoRepeats(string path, IReadOnlyList<string> values)
    {
        foreach (string repeated in values.GroupBy(value => value, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            Add(path, repeated, "is given more than once", "Give each once.");
        }
    }
}

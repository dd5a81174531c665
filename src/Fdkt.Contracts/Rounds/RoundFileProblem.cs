using System.Globalization;

namespace Fdkt.Contracts.Rounds;

/// <summary>One thing that is wrong with a round file.</summary>
/// <param name="Path">Where, such as <c>data.train.text[1]</c>; empty for the file as a whole.</param>
/// <param name="Value">What stands there, as JSON; empty where nothing stands there.</param>
/// <param name="Problem">Why that will not do, as the rest of a sentence that begins with the value.</param>
/// <param name="Remedy">What to do instead, as a sentence.</param>
/// <param name="Line">Line of the file, the first being 1; null where it is not known.</param>
public sealed record RoundFileProblem(string Path, string Value, string Problem, string Remedy, int? Line = null)
{
    /// <summary>One line, such as <c>privacy.epsilon: -1 is not above 0. Give a positive number such as 8.</c></summary>
    /// <returns>The line.</returns>
    public override string ToString()
    {
        string where = Line is { } line ? string.Create(CultureInfo.InvariantCulture, $"{Path} (line {line})").TrimStart() : Path;
        string what = Value.Length > 0 ? $"{Value} {Problem}" : Problem;
        return where.Length > 0 ? $"{where}: {what}. {Remedy}" : $"{what}. {Remedy}";
    }
}

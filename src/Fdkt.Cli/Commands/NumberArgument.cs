using System.CommandLine;
using System.Globalization;

namespace Fdkt.Cli.Commands;

/// <summary>Required numeric options read as text, so that every bad value gets the same one-line message.</summary>
internal static class NumberArgument
{
    /// <summary>Exit code for a bad or missing value.</summary>
    public const int BadValueExitCode = 2;

    /// <summary>An option that takes one number.</summary>
    public static Option<string?> Option(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The number given for an option, within bounds.</summary>
    /// <param name="result">The parsed command line.</param>
    /// <param name="option">The option.</param>
    /// <param name="accepts">The bound. NaN never reaches it.</param>
    /// <param name="bound">The bound in words, continuing "--q must …".</param>
    /// <exception cref="FormatException">Missing, not a finite number, or out of bounds; the message is fit to be shown.</exception>
    public static double Real(ParseResult result, Option<string?> option, Func<double, bool> accepts, string bound)
    {
        string text = Text(result, option, bound);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) && accepts(value)
            ? value
            : throw new FormatException($"{option.Name} is '{text}': it must {bound}.");
    }

    /// <summary>As the real form, for whole numbers up to 2^31 − 1.</summary>
    public static int Whole(ParseResult result, Option<string?> option, int least)
    {
        string bound = $"be a whole number from {least} to {int.MaxValue}, such as 1000";
        string text = Text(result, option, bound);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw new FormatException($"{option.Name} is '{text}': it must {bound}.");
    }

    /// <summary>A JSON number, or the words JSON has no numbers for as strings; NaN is null.</summary>
    public static void Write(System.Text.Json.Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsNaN(value))
        {
            writer.WriteNull(name);
        }
        else if (double.IsInfinity(value))
        {
            writer.WriteString(name, value > 0.0 ? "Infinity" : "-Infinity");
        }
        else
        {
            writer.WriteNumber(name, value);
        }
    }

    private static string Text(ParseResult result, Option<string?> option, string bound) =>
        result.GetValue(option) is { Length: > 0 } text
            ? text
            : throw new FormatException($"{option.Name} is missing: it must {bound}.");
}

using System.Globalization;

namespace Fdkt.Learning.Synthesis;

/// <summary>Which mechanism suits a client, and why, in a sentence for the report.</summary>
/// <param name="Mechanism">The mechanism.</param>
/// <param name="Reason">Why.</param>
public sealed record MechanismChoice(SynthesisMechanism Mechanism, string Reason)
{
    /// <summary>Records per class from which topic votes tell more than one mean per class (docs/ag-news.md has the measurements).</summary>
    private const int VotesFrom = 400;

    /// <summary>ε per record and class below which votes are too noisy whatever the number of records.</summary>
    private const double VotesEpsilon = 2;

    /// <summary>Chooses by the number of records, of classes and ε: public facts of the round, never by looking at the rows.</summary>
    /// <param name="records">n.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="recordsPerUnit">Most records of one unit of privacy: noise grows with it, as if there were so many times fewer records.</param>
    /// <returns>The choice.</returns>
    public static MechanismChoice For(int records, int classes, double epsilon, int recordsPerUnit = 1)
    {
        double perClass = (double)records / Math.Max(1, classes);
        string units = recordsPerUnit == 1 ? string.Empty : Format($", up to {recordsPerUnit} of a user,");
        return perClass / recordsPerUnit >= VotesFrom && epsilon >= VotesEpsilon
            ? new(SynthesisMechanism.Votes, Format($"{records} records over {classes} classes ({perClass:0} each){units} at ε {epsilon:0.##} are enough for noisy votes over fine topics"))
            : new(SynthesisMechanism.ClassMeans, Format($"{records} records over {classes} classes ({perClass:0} each){units} at ε {epsilon:0.##} are few: one noisy mean per class carries the least noise"));
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

namespace Fdkt.Contracts.Ledgers;

/// <summary>
/// How a client's privacy ledger stood when a release was made: part of the signed manifest. It lets the federation notice a ledger that was set back or begun
/// anew, and holds what a lost ledger is rebuilt from. A mark is a keyed hash of an entry: equal marks mean the same entry, and nothing else can be read from one.
/// </summary>
/// <param name="Ledger">Names the ledger: a mark too.</param>
/// <param name="Entries">How many entries it held.</param>
/// <param name="Mark">Mark of the last of them.</param>
/// <param name="Earlier">Marks of those before, newest first; at most <see cref="MostEarlier"/>.</param>
/// <param name="Recovers">Marks of entries of earlier ledgers of the client that this one was rebuilt from; empty where it was not. At most <see cref="MostRecovers"/>.</param>
/// <param name="Spent">Everything that counted as spent.</param>
public sealed record LedgerHead(string Ledger, long Entries, string Mark, IReadOnlyList<string> Earlier, IReadOnlyList<string> Recovers, IReadOnlyList<LedgerSpending> Spent)
{
    /// <summary>Most marks in <see cref="Earlier"/>: a release is told from one of a ledger that was set back while no more entries than these lie between them.</summary>
    public const int MostEarlier = 64;

    /// <summary>Most marks in <see cref="Recovers"/>.</summary>
    public const int MostRecovers = 256;

    private const int MarkDigits = 32;

    /// <summary>Whether it is within its bounds.</summary>
    public bool IsWellFormed() =>
        Entries >= 1 && IsMark(Ledger) && IsMark(Mark) && Earlier.Count <= MostEarlier && Earlier.All(IsMark) && Recovers.Count <= MostRecovers && Recovers.All(IsMark)
        && Spent.All(spending => spending.IsWellFormed());

    private static bool IsMark(string text) => text is { Length: MarkDigits } && text.All(char.IsAsciiHexDigitLower);
}

namespace Fdkt.Contracts.Rounds;

/// <summary>A round file cannot be used. Carries every problem that was found, not just the first.</summary>
public sealed class RoundFileException : Exception
{
    /// <summary>Reports problems.</summary>
    /// <param name="problems">At least one.</param>
    public RoundFileException(params IReadOnlyList<RoundFileProblem> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        ArgumentNullException.ThrowIfNull(problems);
        ArgumentOutOfRangeException.ThrowIfZero(problems.Count);
        Problems = problems;
    }

    /// <summary>All problems in the order of the file; at least one.</summary>
    public IReadOnlyList<RoundFileProblem> Problems { get; }

    /// <summary>Path of the first problem.</summary>
    public string Path => Problems[0].Path;

    /// <summary>Value of the first problem.</summary>
    public string Value => Problems[0].Value;

    /// <summary>What is wrong first.</summary>
    public string Problem => Problems[0].Problem;

    /// <summary>What to do about the first problem.</summary>
    public string Remedy => Problems[0].Remedy;
}

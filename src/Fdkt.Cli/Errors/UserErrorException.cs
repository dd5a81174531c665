namespace Fdkt.Cli.Errors;

/// <summary>A fault the user can mend. The message is fit to be shown as it is.</summary>
public sealed class UserErrorException : Exception
{
    /// <summary>Reports a fault.</summary>
    /// <param name="exitCode">What the process returns for it.</param>
    /// <param name="problem">The thing, its value and what is wrong, as a sentence without a full stop.</param>
    /// <param name="remedy">What to do, as a sentence.</param>
    /// <param name="inner">What the fault was found by.</param>
    public UserErrorException(ExitCode exitCode, string problem, string remedy, Exception? inner = null)
        : base($"{problem}. {remedy}", inner) => ExitCode = exitCode;

    /// <summary>What the process returns.</summary>
    public ExitCode ExitCode { get; }
}

namespace Fdkt.Cli.Processes;

/// <summary>How a child process knows that another process watches over it.</summary>
internal static class Supervision
{
    /// <summary>Set to 1, it makes the end of standard input the request to stop, and Ctrl-C the supervisor's affair.</summary>
    public const string Variable = "FDKT_SUPERVISED";

    public static bool IsOn => Environment.GetEnvironmentVariable(Variable) == "1";
}

namespace Fdkt.Cli.Processes;

/// <summary>A child process ended so often in a row that starting it again is of no use.</summary>
/// <param name="name">The process.</param>
/// <param name="exitCode">What it returned last.</param>
/// <param name="logPath">Where its output is.</param>
internal sealed class ProcessFailedException(string name, int exitCode, string logPath) : Exception($"The process {name} ended again and again, last with code {exitCode}.")
{
    public int ExitCode { get; } = exitCode;

    public string LogPath { get; } = logPath;
}

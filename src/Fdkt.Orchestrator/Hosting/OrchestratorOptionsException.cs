namespace Fdkt.Orchestrator.Hosting;

/// <summary>The options cannot be used.</summary>
/// <param name="problems">All that is wrong, a sentence each.</param>
public sealed class OrchestratorOptionsException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>All that is wrong, a sentence each.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}

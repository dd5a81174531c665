namespace Fdkt.Cli.Runs;

/// <summary>A client by name and number of records.</summary>
internal sealed record ClientSize(string Name, int Records);

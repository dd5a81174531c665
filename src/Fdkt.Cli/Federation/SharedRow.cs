namespace Fdkt.Cli.Federation;

/// <summary>A private row in the file of a client that protects users.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Its class.</param>
/// <param name="User">Whose it is; null for a user of its own.</param>
internal sealed record SharedRow(string Text, string Label, string? User);

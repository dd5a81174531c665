namespace Fdkt.Contracts.Reports;

/// <summary>A text to look at. Only outputs of a differentially private mechanism, or text derived from them, may stand here.</summary>
/// <param name="Kind">"demo" or "augmented".</param>
/// <param name="Label">Its class.</param>
/// <param name="Text">The text as the model wrote it.</param>
public sealed record SampleText(string Kind, string Label, string Text);

namespace Fdkt.Contracts.Datasets;

/// <summary>One text and the class it belongs to.</summary>
/// <param name="Text">The text, trimmed and not empty.</param>
/// <param name="Label">The class name, trimmed and not empty; compared by ordinal.</param>
public sealed record LabelledText(string Text, string Label);

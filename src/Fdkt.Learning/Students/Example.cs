namespace Fdkt.Learning.Students;

/// <summary>One labelled text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Label">Class, from 0.</param>
public readonly record struct Example(string Text, int Label);

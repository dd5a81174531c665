namespace Fdkt.Learning.Tokenizers;

/// <summary>Ids that start a text, end it, and fill a batch.</summary>
internal readonly record struct SpecialIds(int Begin, int End, int Pad);

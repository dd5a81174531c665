namespace Fdkt.Learning.Augmentation;

/// <summary>How a language model samples.</summary>
/// <param name="Temperature">Above 0.</param>
/// <param name="TopK">The k likeliest tokens; zero means all. A back end without it samples from all.</param>
/// <param name="TopP">The smallest set of tokens with this probability, inside (0, 1].</param>
/// <param name="Seed">Of the sampling, where the back end has one.</param>
public readonly record struct WritingOptions(double Temperature, int TopK, double TopP, int Seed);

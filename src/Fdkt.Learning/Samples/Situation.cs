namespace Fdkt.Learning.Samples;

/// <summary>One occasion to write to the company: several ways to say the point, and details that may go with it.</summary>
/// <param name="Points">Sentences that settle the label; one is used. Written in the notation of <see cref="TextPattern"/>.</param>
/// <param name="Details">Sentences in the words of the occasion that settle nothing by themselves; up to two are used.</param>
internal sealed record Situation(string[] Points, string[] Details);

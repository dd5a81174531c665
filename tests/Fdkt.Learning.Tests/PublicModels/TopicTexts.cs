using Fdkt.Learning.Students;

namespace Fdkt.Learning.Tests.PublicModels;

/// <summary>Generated sentences on a few subjects that share their small words.</summary>
internal static class TopicTexts
{
    private static readonly string[][] Subjects =
    [
        ["goal", "match", "team", "player", "coach", "league", "score", "season"],
        ["bank", "stock", "market", "price", "trade", "profit", "share", "dollar"],
        ["planet", "rocket", "orbit", "probe", "moon", "launch", "engine", "star"],
    ];

    private static readonly string[] Common = ["the", "a", "of", "in", "was", "with", "new", "and", "after", "over"];

    public static int Classes => Subjects.Length;

    public static Example[] Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => new Example(Sentence(i % Classes, random), i % Classes))];
    }

    public static string[] Texts(int count, int seed) => [.. Rows(count, seed).Select(row => row.Text)];

    public static string Sentence(int subject, Random random) =>
        string.Join(' ', Enumerable.Range(0, 9).Select(i => i % 2 == 0 ? Pick(Subjects[subject], random) : Pick(Common, random)));

    private static string Pick(string[] words, Random random) => words[random.Next(words.Length)];
}

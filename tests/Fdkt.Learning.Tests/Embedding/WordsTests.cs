using Fdkt.Learning.Embedding;

namespace Fdkt.Learning.Tests.Embedding;

public sealed class WordsTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  \t\n.,;!", new string[0])]
    [InlineData("Hello, WORLD!", new[] { "hello", "world" })]
    [InlineData("B2B in 2024", new[] { "b", "2", "b", "in", "2024" })]
    [InlineData("don't", new[] { "don", "t" })]
    [InlineData("Ärger ÉTÉ", new[] { "ärger", "été" })]
    [InlineData("ok 😀👍fine", new[] { "ok", "fine" })]
    [InlineData("東京 tower", new[] { "東京", "tower" })]
    [InlineData("end9", new[] { "end", "9" })]
    public void Of_Text_GivesRunsOfLettersAndOfDigitsInLowerCase(string text, string[] expected) => Assert.Equal(expected, Words.Of(text));

    [Fact]
    public void Of_LoneSurrogate_IsNoWord() => Assert.Equal(["a", "b"], Words.Of("a\ud83db"));
}

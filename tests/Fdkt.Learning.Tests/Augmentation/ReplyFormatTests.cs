using Fdkt.Learning.Augmentation;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Learning.Tests.Augmentation;

public sealed class ReplyFormatTests
{
    [Theory]
    [InlineData("""{"text":"A text."}""", "A text.")]
    [InlineData("""  {"text": " A \"quoted\" text.\n"}  """, "A \"quoted\" text.")]
    [InlineData("""Sure! Here it is: {"text":"A text."} Anything else?""", "A text.")]
    [InlineData("```json\n{\"text\":\"A text.\",}\n```", "A text.")]
    [InlineData("""<think>Maybe {"text":"a draft"}?</think>{"text":"A text."}""", "A text.")]
    [InlineData("""{"thought":"{braces}"} {"text":"A text."}""", "A text.")]
    [InlineData("""{"text":"first"}{"text":"second"}""", "first")]
    [InlineData("{\"text\":\"clean\\u001b[2J\\u0000 me\"}", "clean[2J me")]
    [InlineData("""{"text":""}""", "")]
    public void Read_ReplyWithTheObject_TakesItsText(string reply, string expected) => Assert.Equal(new WrittenText(expected, 5, true), ReplyFormat.Read(reply, 5, complete: true));

    [Theory]
    [InlineData("A text without any form.")]
    [InlineData("I cannot help with that.")]
    [InlineData("""{"text":5}""")]
    [InlineData("""{"Text":"A text."}""")]
    [InlineData("""["A text."]""")]
    [InlineData("""{"text":"\ud800"}""")]
    [InlineData("""{"text":"A te""")]
    [InlineData("")]
    public void Read_OtherReply_IsCountedAsUnreadable(string reply) => Assert.Equal(WrittenText.None(ReplyFormat.Unreadable, 5), ReplyFormat.Read(reply, 5, complete: true));

    [Fact]
    public void Read_ReplyThatTheLimitEnded_IsCountedAsCutShort() => Assert.Equal(WrittenText.None(ReplyFormat.CutShort, 5), ReplyFormat.Read("""{"text":"A te""", 5, complete: false));

    [Fact]
    public void Read_TextOverTheLimit_IsDropped() =>
        Assert.Equal(WrittenText.None(ReplyFormat.TooLong, 5), ReplyFormat.Read($$"""{"text":"{{new string('a', ReplyFormat.MaximumLength + 1)}}"}""", 5, complete: true));

    [Fact]
    public void Read_ManyBraces_GivesUpSoon() => Assert.Equal(ReplyFormat.Unreadable, ReplyFormat.Read(new string('{', 200_000), 5, complete: true).Dropped);
}

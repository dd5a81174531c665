using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using FsCheck;
using FsCheck.Fluent;

namespace Fdkt.Contracts.Tests.Federation;

public sealed class NameRuleTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    // Any text, and texts near the rule: a rule tested on arbitrary text alone is hardly ever met.
    private static readonly Arbitrary<string> Texts = Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? string.Empty),
        Gen.ListOf(Gen.Elements("abz059-".ToCharArray())).Select(letters => string.Concat(letters)),
        Gen.ListOf(Gen.Elements("ab-./\\A_ \0\u00e9".ToCharArray())).Select(letters => string.Concat(letters))).ToArbitrary();

    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("a-b")]
    [InlineData("con-1")]
    [InlineData("012345678901234567890123456789012345678901234567")]
    public void Holds_Name_IsTrue(string name) => Assert.True(NameRule.Holds(name));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a--b")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("\u0131")]
    [InlineData("0123456789012345678901234567890123456789012345678")]
    public void Holds_AnythingElse_IsFalse(string? name) => Assert.False(NameRule.Holds(name));

    [Fact]
    public void Holds_AnyText_IsWhatTheWordsOfTheRuleSay() => Check.One(Many, Prop.ForAll(
        Texts,
        text => NameRule.Holds(text) == System.Text.RegularExpressions.Regex.IsMatch(text, @"\A(?=.{1,48}\z)[a-z0-9]+(-[a-z0-9]+)*\z")));

    [Fact]
    public void Slug_AnyText_IsAName() => Check.One(Many, Prop.ForAll(Texts, text => NameRule.Holds(NameRule.Slug(text, "otherwise"))));

    [Fact]
    public void Slug_Name_IsTheNameItself() => Check.One(Many, Prop.ForAll(Texts, text => !NameRule.Holds(text) || NameRule.Slug(text, "otherwise") == text));

    [Theory]
    [InlineData("AG News (2015)", "ag-news-2015")]
    [InlineData("--", "otherwise")]
    [InlineData("", "otherwise")]
    public void Slug_Text_IsItsNearestName(string text, string slug) => Assert.Equal(slug, NameRule.Slug(text, "otherwise"));

    [Fact]
    public void Ids_AnyText_AreReadOrRefusedAsTheRuleSays() => Check.One(Many, Prop.ForAll(Texts, text =>
        Reads(RoundId.Parse, text) == NameRule.Holds(text)
        && Reads(TaskId.Parse, text) == NameRule.Holds(text)
        && Reads(ClientId.Parse, text) == (NameRule.Holds(text) && text != "llm")));

    [Fact]
    public void JobId_AnyText_IsUpToFourNamesJoinedByDots() => Check.One(Many, Prop.ForAll(
        Texts, text => Reads(JobId.Parse, text) == (text.Split('.') is { Length: <= 4 } parts && parts.All(NameRule.Holds))));

    [Theory]
    [InlineData("a.b.c.d.e")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("")]
    [InlineData("../a")]
    public void JobId_OtherShape_Throws(string text) => Assert.Throws<InvalidNameException>(() => new JobId(text));

    [Fact]
    public void JobId_OfAStep_NamesRoundSeedStepAndClient()
    {
        Assert.Equal("round-1.s3.synthesis.client-1", JobId.Synthesis(Example.Round, 3, Example.Client).Value);
        Assert.Equal("round-1.s3.training.client-1", JobId.Training(Example.Round, 3, Example.Client).Value);
        Assert.Equal("round-1.s0.augmentation", JobId.Augmentation(Example.Round, 0).Value);
    }

    [Fact]
    public void JobId_NegativeSeed_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => JobId.Augmentation(Example.Round, -1));

    [Fact]
    public void ClientJobs_LongestName_FitsAStorageQueue()
    {
        QueueName queue = FederationQueues.ClientJobs(new ClientId(new string('a', NameRule.MaximumLength)));

        Assert.True(queue.Value.Length <= 63);
    }

    [Theory]
    [InlineData("jobs-")]
    [InlineData("Jobs")]
    [InlineData("jobs/a")]
    [InlineData("")]
    public void QueueName_ThatIsNone_Throws(string name) => Assert.Throws<InvalidNameException>(() => new QueueName(name));

    [Fact]
    public void InvalidNameException_HostileText_ShowsPrintableAsciiOfBoundedLength()
    {
        var error = new InvalidNameException("client", "\u001b[2J\u202e\u0007" + new string('\u00e9', 10_000));

        Assert.All(error.Message, character => Assert.InRange(character, ' ', '~'));
        Assert.True(error.Message.Length < 300);
    }

    private static bool Reads<T>(Func<string, T> parse, string text)
    {
        try
        {
            parse(text);
            return true;
        }
        catch (InvalidNameException)
        {
            return false;
        }
    }
}

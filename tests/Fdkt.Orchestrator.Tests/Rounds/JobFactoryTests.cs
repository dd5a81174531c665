using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.Orchestrator.Activities;
using Fdkt.Orchestrator.Rounds;
using Fdkt.Orchestrator.Tests.Support;

namespace Fdkt.Orchestrator.Tests.Rounds;

public sealed class JobFactoryTests
{
    /// <summary>The limit of Service Bus.</summary>
    private const int LongestMessageId = 128;

    private static readonly string LongestName = new('a', NameRule.MaximumLength);

    [Fact]
    public void Message_SentAgain_HasAnotherIdAndTheSameJob()
    {
        QueueMessage first = Message(attempt: 0);
        QueueMessage again = Message(attempt: 1);

        Assert.NotEqual(first.Id, again.Id);
        Assert.Equal(first.Body.ToArray(), again.Body.ToArray());
        Assert.Equal(first.Id, Message(attempt: 0).Id);
    }

    [Fact]
    public void Message_OfTheLongestNames_HasAnIdThatServiceBusTakes() => Assert.InRange(Message(attempt: 99_999_999).Id.Length, 1, LongestMessageId);

    private static QueueMessage Message(int attempt)
    {
        var client = new ClientId(LongestName);
        var jobs = new SendJobs(new RoundId(LongestName), int.MaxValue, JobStep.Synthesis, [client], [], DateTimeOffset.UnixEpoch);
        return JobFactory.Message(JobFactory.Create(TestFederation.Request() with { Round = new RoundId(LongestName) }, jobs, client), JobStep.Synthesis, attempt);
    }
}

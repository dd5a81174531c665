using Fdkt.Contracts.Ledgers;
using Fdkt.GpuJobs.Clients;
using Fdkt.Privacy.Accounting;

namespace Fdkt.GpuJobs.Tests.Clients;

public sealed class LedgerSpendingsTests
{
    [Fact]
    public void Of_EveryKindOfEvent_ComesBackAsItWas()
    {
        PrivacyEvent[] events = [new SampledGaussianEvent(.01, 2, 30), new GroupSampledGaussianEvent(.02, 3, 40, 5), new GaussianEvent(4, 6), new DiscreteGaussianEvent(7, 8)];
        Assert.Equal(typeof(PrivacyEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PrivacyEvent))).Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))), events.Select(e => e.GetType()).Order(Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))));

        IReadOnlyList<LedgerSpending> spent = LedgerSpendings.Of([.. events, events[0]]);

        Assert.Equal([2, 1, 1, 1], spent.Select(spending => spending.Times));
        Assert.All(spent, spending => Assert.True(spending.IsWellFormed()));
        Assert.Equal([events[0], .. events], spent.SelectMany(LedgerSpendings.Events));
    }

    [Theory]
    [InlineData("laplace", null, null)]
    [InlineData("sampledGaussian", null, null)]
    [InlineData("groupSampledGaussian", .1, null)]
    public void Events_OfWhatCannotBeCharged_AreRefused(string mechanism, double? probability, int? size) =>
        Assert.Throws<NotSupportedException>(() => LedgerSpendings.Events(new LedgerSpending(mechanism, probability, 2, 1, size, 1)).ToArray());
}

using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

public sealed class LedgerTransitionsTests
{
    private static readonly LedgerCharge Charge = LedgerFolder.Charge("r");

    private static LedgerRequest Ask(string request) => request switch
    {
        "reserve" => LedgerRequest.Reserve(Charge),
        "reserve other" => LedgerRequest.Reserve(LedgerFolder.Charge("r", sigma: 5)),
        "commit" => LedgerRequest.Commit("r", LedgerFolder.ContentA),
        "commit other" => LedgerRequest.Commit("r", LedgerFolder.ContentB),
        _ => LedgerRequest.Expire("r"),
    };

    private static LedgerReservation? Standing(string current) => current == "-"
        ? null
        : Enum.Parse<LedgerReservationState>(current) is var state
            ? new LedgerReservation(Charge, state, state == LedgerReservationState.Committed ? LedgerFolder.ContentA : null, 1, LedgerFolder.ContentA)
            : null;

    [Theory]
    [InlineData("-", "reserve", "Reserved")]
    [InlineData("-", "commit", "NotReserved")]
    [InlineData("-", "expire", "NotReserved")]
    [InlineData("Reserved", "reserve", "same")]
    [InlineData("Reserved", "reserve other", "DifferentCharge")]
    [InlineData("Reserved", "commit", "Committed")]
    [InlineData("Reserved", "expire", "Expired")]
    [InlineData("Committed", "reserve", "same")]
    [InlineData("Committed", "reserve other", "DifferentCharge")]
    [InlineData("Committed", "commit", "same")]
    [InlineData("Committed", "commit other", "DifferentContent")]
    [InlineData("Committed", "expire", "AlreadyCommitted")]
    [InlineData("Expired", "reserve", "AlreadyExpired")]
    [InlineData("Expired", "reserve other", "DifferentCharge")]
    [InlineData("Expired", "commit", "AlreadyExpired")]
    [InlineData("Expired", "expire", "same")]
    public void Decide_EveryCase_IsThis(string current, string request, string expected)
    {
        LedgerDecision decision = LedgerTransitions.Decide(Standing(current), Ask(request));

        Assert.Equal(expected, decision.Refusal?.ToString() ?? decision.Next?.ToString() ?? "same");
    }

    [Fact]
    public void Decide_Create_IsNoRequest() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => LedgerTransitions.Decide(null, new LedgerRequest(LedgerEntryKind.Create, "r", null, null)));

    [Fact]
    public void Charge_AnyDifference_IsAnotherCharge()
    {
        LedgerCharge charge = LedgerFolder.Charge("r");
        LedgerCharge[] others =
        [
            LedgerFolder.Charge("s"),
            LedgerFolder.Charge("r", 4.0000001),
            new("r", "other", charge.Round, charge.Events, charge.Delta),
            new("r", charge.Task, "other", charge.Events, charge.Delta),
            new("r", charge.Task, charge.Round, charge.Events, 2e-5),
            new("r", charge.Task, charge.Round, charge.Events.Take(1), charge.Delta),
        ];

        Assert.Equal(charge, LedgerFolder.Charge("r"));
        Assert.Equal(charge.GetHashCode(), LedgerFolder.Charge("r").GetHashCode());
        Assert.All(others, other => Assert.NotEqual(charge, other));
    }

    [Theory]
    [InlineData("", 1e-5, 1)]
    [InlineData(" ", 1e-5, 1)]
    [InlineData("a\nb", 1e-5, 1)]
    [InlineData("a😀", 1e-5, 1)]
    [InlineData("r", 1e-5, 0)]
    [InlineData("r", 0, 1)]
    [InlineData("r", 1, 1)]
    [InlineData("r", double.NaN, 1)]
    public void Charge_OutOfRange_Throws(string id, double delta, int events) =>
        Assert.ThrowsAny<Exception>(() => new LedgerCharge(id, "t", "r", LedgerFolder.Charge("x").Events.Take(events), delta));

    [Fact]
    public void Charge_NameTooLong_Throws() =>
        Assert.Throws<ArgumentException>(() => LedgerFolder.Charge(new string('x', LedgerCharge.LongestName + 1)));

    [Theory]
    [InlineData(0, 1e-5)]
    [InlineData(double.NaN, 1e-5)]
    [InlineData(double.PositiveInfinity, 1e-5)]
    [InlineData(8, 0)]
    [InlineData(8, 1)]
    [InlineData(8, double.NaN)]
    public void Limits_OutOfRange_Throws(double epsilon, double delta) =>
        Assert.Throws<PrivacyParameterException>(() => new LedgerLimits(epsilon, delta));
}

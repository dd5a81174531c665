using System.Text;
using System.Text.Json;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Noise;
using Fdkt.Privacy.Statements;

namespace Fdkt.Privacy.Tests.Statements;

public sealed class ReleaseStatementTests
{
    private static readonly ReleaseStatement Training = StatementBuilder.Build(
        "client-1", "round-1/client-1", "lora", [new SampledGaussianEvent(.05, 2, 200), new DiscreteGaussianEvent(12, 1)], 1000, 1e-4, clipNorm: 1,
        lineage: new Dictionary<string, string> { ["ledger entry"] = new('e', 64) });

    private static ReleaseStatement Read(string json) => ReleaseStatement.FromJson(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void Build_OfEvents_ClaimsWhatTheyCost()
    {
        PrivacyGuarantee guarantee = PrivacyAccounting.Account(Training.Events, 1e-4);

        Assert.Equal(guarantee.EpsilonPld, Training.Epsilon);
        Assert.Equal(guarantee.EpsilonRdp, Training.EpsilonRdp);
        Assert.Equal(guarantee.EpsilonUnsampled, Training.EpsilonUnsampled);
        Assert.Equal(["1e-5", "1e-6"], Training.EpsilonAt.Keys);
        Assert.All(Training.EpsilonAt, pair => Assert.Equal(PrivacyAccounting.Account(Training.Events, CommonDeltas.Value(pair.Key)).EpsilonPld, pair.Value, 1e-9));
        Assert.Equal("zero-out, n public", Training.Adjacency);
        Assert.True(StatementVerification.Of(Training with { EpsilonAt = new Dictionary<string, double>() }).Holds);
        Assert.True(StatementVerification.Of(Training).Holds);
        Assert.Contains("floating point", Training.Noise, StringComparison.Ordinal);
        Assert.Contains(Training.NotCovered, line => line.Contains("classifier", StringComparison.Ordinal));
    }

    [Fact]
    public void Json_OfAStatement_ComesBackWithEveryField()
    {
        string json = Training.ToJson();

        Assert.Equal(json, Read(json).ToJson());
        Assert.Equal(
            ["schemaVersion", "client", "releaseId", "mechanism", "events", "recordCount", "delta", "deltaRule", "epsilon", "epsilonPld", "epsilonRdp", "epsilonUnsampled", "epsilonAt",
                "accountants", "adjacency", "unit", "recordsPerUnit", "clipNorm", "sampler", "noise", "generator", "precision", "lineage", "notCovered"],
            JsonDocument.Parse(json).RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Contains("\"kind\": \"sampledGaussian\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("not json")]
    public void FromJson_NoStatement_Throws(string json) => Assert.Throws<JsonException>(() => Read(json));

    [Theory]
    [InlineData("\"schemaVersion\": 1", "\"schemaVersion\": 2", "schema version 2")]
    [InlineData("\"kind\": \"discreteGaussian\"", "\"kind\": \"exponential\"", "exponential")]
    [InlineData("\"client\": \"client-1\"", "\"client\": null", "client")]
    public void FromJson_NotUnderstood_IsRefusedByName(string was, string now, string named) =>
        Assert.Contains(named, Assert.Throws<JsonException>(() => Read(Training.ToJson().Replace(was, now, StringComparison.Ordinal))).Message, StringComparison.OrdinalIgnoreCase);

    public static TheoryData<string, ReleaseStatement> Forged => new()
    {
        { "It claims epsilon ", Training with { Epsilon = Training.Epsilon * (1 - 1e-5) } },
        { "It claims epsilon ", Training with { Epsilon = double.NaN } },
        { "epsilon by PLD", Training with { EpsilonPld = 1 } },
        { "epsilon by RDP", Training with { EpsilonRdp = 1 } },
        { "without sampling", Training with { EpsilonUnsampled = 1 } },
        { "epsilon", Training with { Delta = 1e-6 } },
        { "delta is 0.01", Training with { Delta = .01 } },
        { "record count", Training with { RecordCount = 1 } },
        { "no event", Training with { Events = [] } },
        { "epsilon", Training with { Events = [.. Training.Events, new GaussianEvent(10, 1)] } },
        { "unit of 3 records", Training with { RecordsPerUnit = 3, Unit = "one user with at most 3 records" } },
        { "adjacency", Training with { Unit = "one user with at most 3 records" } },
        { "adjacency", Training with { Adjacency = "replace one" } },
        { "adjacency", Training with { Adjacency = "add or remove one unit" } },
        { "at delta 1e-6", Training with { EpsilonAt = new Dictionary<string, double> { ["1e-6"] = Training.EpsilonAt["1e-6"] * .99 } } },
        { "at a delta other than", Training with { EpsilonAt = new Dictionary<string, double> { ["1e-4"] = 1 } } },
    };

    [Theory]
    [MemberData(nameof(Forged))]
    public void Of_ClaimThatDoesNotHold_SaysWhich(string named, ReleaseStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        StatementVerification verification = StatementVerification.Of(statement);

        Assert.False(verification.Holds);
        Assert.Contains(verification.Problems, problem => problem.Contains(named, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1 - .5e-6, true)]
    [InlineData(1 - 2e-6, false)]
    [InlineData(1 + .9e-4, true)]
    [InlineData(1 + 1.1e-4, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Of_ClaimNearWhatTheEventsGive_HoldsWithinTheRoom(double factor, bool holds)
    {
        Assert.Equal(holds, StatementVerification.Of(Training with { Epsilon = Training.Epsilon * factor }).Holds);
        Assert.Equal(holds, StatementVerification.Of(Training with { EpsilonPld = Training.EpsilonPld * factor }).Holds);
        Assert.Equal(holds, StatementVerification.Of(Training with { EpsilonRdp = Training.EpsilonRdp * factor }).Holds);
        Assert.Equal(holds, StatementVerification.Of(Training with { EpsilonUnsampled = Training.EpsilonUnsampled * factor }).Holds);
    }

    [Theory]
    [InlineData(1 - 2e-6, false)]
    [InlineData(1 + .9e-2, true)]
    [InlineData(1 + 1.1e-2, false)]
    public void Of_ClaimByOtherAccountants_HasMoreRoomAboveAndNoneBelow(double factor, bool holds) =>
        Assert.Equal(holds, StatementVerification.Of(Training with { Accountants = "an earlier one", Epsilon = Training.Epsilon * factor }).Holds);

    [Theory]
    [InlineData(.25)]
    [InlineData(.5)]
    [InlineData(.99)]
    [InlineData(1.01)]
    [InlineData(2)]
    [InlineData(9.5)]
    public void Of_NoiseChangedEitherWay_IsRefused(double factor)
    {
        ReleaseStatement means = StatementBuilder.Build("client-1", "r", "classMeans", [new DiscreteGaussianEvent(.42, 1)], 1000, 1e-4);

        Assert.True(StatementVerification.Of(means).Holds);
        Assert.False(StatementVerification.Of(means with { Events = [new DiscreteGaussianEvent(.42 * factor, 1)] }).Holds);
        Assert.False(StatementVerification.Of(Training with { Events = [new SampledGaussianEvent(.05, 2 * factor, 200), new DiscreteGaussianEvent(12, 1)] }).Holds);
    }

    [Fact]
    public void Of_InfiniteEpsilon_HoldsWhereTheEventsGiveIt()
    {
        ReleaseStatement open = StatementBuilder.Build("client-1", "r", "classMeans", [new GaussianEvent(0, 1)], 1000, 1e-4);

        Assert.Equal(double.PositiveInfinity, open.Epsilon);
        Assert.True(StatementVerification.Of(open).Holds);
        Assert.False(StatementVerification.Of(open with { Epsilon = 1e9 }).Holds);
    }

    [Fact]
    public void Build_ForUsersWithExactNoise_SaysSo()
    {
        ReleaseStatement users = StatementBuilder.Build(
            "client-1", "r", "lora", [new GroupSampledGaussianEvent(.05, 4, 100, 3), new GaussianEvent(9, 1)], 1000, Calibration(), 3, 1, GradientNoise.Discrete);

        Assert.True(StatementVerification.Of(users).Holds);
        Assert.Equal("one user with at most 3 records", users.Unit);
        Assert.Equal("min(1e-5, n^-1.5)", users.DeltaRule);
        Assert.Contains("exact", users.Noise, StringComparison.Ordinal);
        Assert.False(StatementVerification.Of(users with { RecordsPerUnit = 4, Unit = StatementBuilder.UnitOf(4) }).Holds);

        static double Calibration() => Fdkt.Privacy.Calibration.DeltaRule.Default(1000);
    }

    [Fact]
    public void Words_OfAStatement_NameTheUnitTheNumbersAndWhatIsNotCovered()
    {
        string words = StatementText.Words(Training);

        Assert.Contains(FormattableString.Invariant($"({Training.Epsilon:g6}, 0.0001)-differentially private for one record"), words, StringComparison.Ordinal);
        Assert.Contains("DP training, q 0.05, sigma 2, 200 steps; noisy counts, sigma 12", words, StringComparison.Ordinal);
        Assert.Contains("if sampling is not trusted", words, StringComparison.Ordinal);
        Assert.Contains("ledger entry: eeee", words, StringComparison.Ordinal);
        Assert.Contains("- the client's classifier", words, StringComparison.Ordinal);
    }
}

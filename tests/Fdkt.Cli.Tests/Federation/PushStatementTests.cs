using System.Text;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Rounds;

namespace Fdkt.Cli.Tests.Federation;

public sealed class PushStatementTests
{
    private const string Events = """[{"kind": "sampledGaussian", "samplingProbability": 0.04, "noiseMultiplier": 1.5, "steps": 500}]""";

    [Fact]
    public void Read_HonestStatement_NamesTheClientAndTheAccountant()
    {
        PrivacyStatement statement = Read(Json("8")).For(new ClientId("clinic"));

        Assert.Equal("clinic", statement.Client);
        Assert.Equal(8, statement.Epsilon);
        Assert.Equal(PrivacyMechanism.Full, statement.Mechanism);
        Assert.Contains("pld", statement.Accountant, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EpsilonBelowItsEvents_IsRefused()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => Read(Json("0.5")));

        Assert.Contains("less than the events cost", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"schemaVersion": 2}""", ReasonCode.UnsupportedSchemaVersion)]
    [InlineData("""{"schemaVersion": 1, "epsilon": "much"}""", ReasonCode.MalformedJson)]
    [InlineData("""{"schemaVersion": 1, "epsilon": 1, "delta": 1e-5, "mechanism": "magic"}""", ReasonCode.MalformedJson)]
    [InlineData("""{"schemaVersion": 1, "epsilon": 1, "delta": 1e-5, "mechanism": "full", "events": [{"kind": "exponential"}]}""", ReasonCode.MalformedJson)]
    [InlineData("{", ReasonCode.MalformedJson)]
    public void Read_Malformed_IsRefusedWithItsReason(string json, ReasonCode reason) =>
        Assert.Equal(reason, Assert.Throws<RefusedException>(() => Read(json)).Reason);

    [Fact]
    public void Read_NestedDeep_IsRefused() =>
        Assert.Equal(ReasonCode.TooDeep, Assert.Throws<RefusedException>(() => Read($"{{\"schemaVersion\": 1, \"x\": {new string('[', 10_000)}")).Reason);

    [Theory]
    [InlineData("""{"schemaVersion": 1, "epsilon": 1, "delta": 1e-5, "mechanism": "full", "events": []}""")]
    [InlineData("""{"schemaVersion": 1, "epsilon": 1, "delta": 1e-5, "mechanism": "full"}""")]
    [InlineData("""{"schemaVersion": 1, "epsilon": 1, "delta": 0, "mechanism": "full", "events": [{"kind": "gaussian", "noiseMultiplier": 5, "count": 1}]}""")]
    [InlineData("""{"schemaVersion": 1, "epsilon": 9, "delta": 1e-5, "mechanism": "full", "adjacency": "replace one", "events": [{"kind": "gaussian", "noiseMultiplier": 5, "count": 1}]}""")]
    public void Read_WhatCannotBeCharged_IsRefused(string json) => Assert.Throws<UserErrorException>(() => Read(json));

    [Theory]
    [InlineData("one user with at most 5 records", """{"kind": "sampledGaussian", "samplingProbability": 0.04, "noiseMultiplier": 1.5, "steps": 5}""")]
    [InlineData("one user with at most 5 records", """{"kind": "groupSampledGaussian", "samplingProbability": 0.04, "noiseMultiplier": 1.5, "steps": 5, "groupSize": 4}""")]
    [InlineData("one household", """{"kind": "gaussian", "noiseMultiplier": 5, "count": 1}""")]
    public void Read_UnitThatTheEventsDoNotCover_IsRefused(string unit, string e) => Assert.Throws<UserErrorException>(() => Read(OfUnit(unit, e)));

    [Fact]
    public void Read_UserThatTheEventsCover_IsStated()
    {
        const string Unit = "one user with at most 4 records";

        PushStatement statement = Read(OfUnit(Unit, """{"kind": "groupSampledGaussian", "samplingProbability": 0.04, "noiseMultiplier": 3, "steps": 5, "groupSize": 4}"""));

        Assert.Equal(Unit, statement.For(new ClientId("clinic")).Unit);
    }

    private static string OfUnit(string unit, string e) =>
        $$"""{"schemaVersion": 1, "epsilon": 900, "delta": 1e-5, "mechanism": "full", "unit": "{{unit}}", "events": [{{e}}]}""";

    private static string Json(string epsilon) =>
        $$"""{"schemaVersion": 1, "epsilon": {{epsilon}}, "delta": 1e-5, "mechanism": "full", "events": {{Events}}}""";

    private static PushStatement Read(string json) => PushStatement.Read(Encoding.UTF8.GetBytes(json), "statement.json");
}

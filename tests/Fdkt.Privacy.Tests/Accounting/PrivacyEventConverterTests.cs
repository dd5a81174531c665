using System.Text.Json;
using Fdkt.Privacy.Accounting;

namespace Fdkt.Privacy.Tests.Accounting;

public sealed class PrivacyEventConverterTests
{
    public static TheoryData<PrivacyEvent, string> Stored => new()
    {
        { new SampledGaussianEvent(0.0128, 0.913, 782), """{"kind":"sampledGaussian","samplingProbability":0.0128,"noiseMultiplier":0.913,"steps":782}""" },
        { new GroupSampledGaussianEvent(0.0128, 0.913, 782, 4), """{"kind":"groupSampledGaussian","samplingProbability":0.0128,"noiseMultiplier":0.913,"steps":782,"groupSize":4}""" },
        { new GaussianEvent(1.25, 3), """{"kind":"gaussian","noiseMultiplier":1.25,"count":3}""" },
        { new DiscreteGaussianEvent(20, 1), """{"kind":"discreteGaussian","noiseMultiplier":20,"count":1}""" },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void Event_Stored_IsThisJsonAndComesBack(PrivacyEvent releases, string json)
    {
        Assert.Equal(json, JsonSerializer.Serialize(releases));
        Assert.Equal(releases, JsonSerializer.Deserialize<PrivacyEvent>(json));
    }

    [Fact]
    public void Kinds_OfAllEvents_HaveAStoredForm()
    {
        Type[] kinds = [.. typeof(PrivacyEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(PrivacyEvent)))];

        Assert.Equal(kinds.OrderBy(type => type.Name), Stored.Select(row => row.Data.Item1.GetType()).OrderBy(type => type.Name));
    }

    [Fact]
    public void Write_WithoutAWriter_NamesIt() =>
        Assert.Equal("writer", Assert.Throws<ArgumentNullException>(() => new PrivacyEventConverter().Write(null!, new GaussianEvent(1, 1), JsonSerializerOptions.Default)).ParamName);

    [Theory]
    [InlineData("""{"kind":"laplace","scale":1}""", "laplace")]
    [InlineData("""{"kind":"gaussian","noiseMultiplier":1,"count":1,"sensitivity":5}""", "sensitivity")]
    [InlineData("""{"kind":"gaussian","noiseMultiplier":1}""", "count")]
    [InlineData("""{"kind":"gaussian","noiseMultiplier":"1","count":1}""", "noiseMultiplier")]
    [InlineData("""{"kind":"gaussian","noiseMultiplier":1,"count":1.5}""", "count")]
    [InlineData("""{"kind":"gaussian","noiseMultiplier":-1,"count":1}""", "noise multiplier")]
    [InlineData("""{"kind":"sampledGaussian","samplingProbability":1.5,"noiseMultiplier":1,"steps":1}""", "sampling probability")]
    [InlineData("""{"noiseMultiplier":1,"count":1}""", "kind")]
    [InlineData("""{"kind":1}""", "kind")]
    [InlineData("[1]", "kind")]
    public void Event_NotUnderstood_IsRefusedByName(string json, string named)
    {
        var thrown = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<PrivacyEvent>(json));

        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }
}

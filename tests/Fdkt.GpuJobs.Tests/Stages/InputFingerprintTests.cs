using Fdkt.GpuJobs.Stages;

namespace Fdkt.GpuJobs.Tests.Stages;

public sealed class InputFingerprintTests
{
    [Theory]
    [InlineData("settings", "a|c")]
    [InlineData("settings", "b|a")]
    [InlineData("settings", "ab")]
    [InlineData("other", "a|b")]
    public void Of_AnythingElse_IsAnother(string settings, string texts) =>
        Assert.NotEqual(InputFingerprint.Of("settings", ["a", "b"]), InputFingerprint.Of(settings, texts.Split('|')));
}

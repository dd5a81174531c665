using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Inbox;
using Fdkt.Contracts.Json;

namespace Fdkt.Contracts.Tests.Inbox;

public sealed class DemoUploadTests
{
    private static readonly DemoUpload Asked = new(1, Example.Client, Example.Task, Example.Round, 1, Example.Hash, Example.Reference, Example.Noon);

    [Fact]
    public void DemoUpload_OfARound_InJsonIsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"client":"client-1","task":"topics","round":"round-1","seed":1,"contentHash":"{{Example.Hash}}",
        "manifest":{{Example.ReferenceJson}},"sentAt":"2026-11-25T12:00:00+00:00","traceParent":null}
        """,
        Asked,
        FederationJsonContext.Default.DemoUpload);

    [Fact]
    public void DemoUpload_Pushed_InJsonIsThis() => Literal.Holds(
        $$"""
        {"schemaVersion":1,"client":"client-1","task":"topics","round":null,"seed":null,"contentHash":"{{Example.Hash}}",
        "manifest":{{Example.ReferenceJson}},"sentAt":"2026-11-25T12:00:00+00:00","traceParent":null}
        """,
        Asked with { Round = null, Seed = null },
        FederationJsonContext.Default.DemoUpload);

    [Fact]
    public void Path_OfARound_IsTheRoundsPath() => Assert.Equal(ArtifactPath.Demos(Example.Client, Example.Task, Example.Round, 1), Asked.Path());

    [Fact]
    public void Path_Pushed_IsThePathOfItsContent() =>
        Assert.Equal(ArtifactPath.Pushed(Example.Client, Example.Task, Example.Hash), (Asked with { Round = null, Seed = null }).Path());

    [Theory]
    [InlineData("")]
    [InlineData("0123456789ABCDEF")]
    [InlineData("../../../../control/clients")]
    [InlineData("0123456789abcde")]
    public void Path_ContentHashIsNone_Throws(string hash) =>
        Assert.Throws<InvalidNameException>(() => (Asked with { Round = null, Seed = null, ContentHash = hash }).Path());
}

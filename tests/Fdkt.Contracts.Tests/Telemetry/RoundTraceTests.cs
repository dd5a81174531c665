using System.Diagnostics;
using Fdkt.Contracts.Telemetry;

namespace Fdkt.Contracts.Tests.Telemetry;

public sealed class RoundTraceTests
{
    private const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void Start_NobodyRecords_CarriesTheTraceOn()
    {
        using Activity span = RoundTrace.Start("job", ActivityKind.Consumer, Parent);

        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736", span.TraceId.ToHexString());
        Assert.Equal("00f067aa0ba902b7", span.ParentSpanId.ToHexString());
        Assert.Equal(span.Id, RoundTrace.Current);
        Assert.EndsWith("-01", span.Id, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not a context")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    public void Start_NoContext_BeginsATraceThatIsWanted(string? parent)
    {
        using Activity span = RoundTrace.Start("order", ActivityKind.Producer, parent);

        Assert.False(RoundTrace.IsContext(parent));
        Assert.True(RoundTrace.IsContext(RoundTrace.Current));
        Assert.True(span.Recorded || span.ActivityTraceFlags.HasFlag(ActivityTraceFlags.Recorded));
        Assert.Equal(default, span.ParentSpanId);
    }

    [Fact]
    public void Start_InsideAnother_IsItsChild()
    {
        using Activity outer = RoundTrace.Start("outer", ActivityKind.Internal, Parent);
        using Activity inner = RoundTrace.Start("inner");

        Assert.Equal((outer.TraceId, outer.SpanId), (inner.TraceId, inner.ParentSpanId));
    }
}

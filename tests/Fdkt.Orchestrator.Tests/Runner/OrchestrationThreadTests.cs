using Fdkt.Orchestrator.Runner;

namespace Fdkt.Orchestrator.Tests.Runner;

public sealed class OrchestrationThreadTests
{
    [Fact]
    public void Run_ForeignContinuation_IsReported()
    {
        var thread = new OrchestrationThread();
        bool ran = false;
        var foreign = new Thread(() => thread.Post(_ => ran = true, null));
        foreign.Start();
        foreign.Join();

        thread.Run(() => { });

        Assert.True(thread.SawForeignWork);
        Assert.False(ran);
    }
}

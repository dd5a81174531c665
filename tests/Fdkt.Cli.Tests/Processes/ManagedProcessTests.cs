using System.Diagnostics;
using System.Text.RegularExpressions;
using Fdkt.Cli.Processes;

namespace Fdkt.Cli.Tests.Processes;

public sealed class ManagedProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LogPath => Path.Combine(_folder.Path, "child.log");

    [Fact]
    public async Task Run_ChildThatAlwaysDies_GivesUpAndNamesItsLog()
    {
        var process = new ManagedProcess("child", () => InstalledProgram.Command(InstalledProgram.Fdkt, "account"), new Regex("never"), LogPath, new HurriedClock());
        Task<string> ready = process.ReadyAsync(TestContext.Current.CancellationToken);

        ProcessFailedException error = await Assert.ThrowsAsync<ProcessFailedException>(() => process.RunAsync(TestContext.Current.CancellationToken));

        Assert.Equal(2, error.ExitCode);
        Assert.Equal(LogPath, error.LogPath);
        Assert.Equal(ProcessState.Failed, process.State);
        Assert.Equal(5, process.Restarts);
        Assert.Contains("--q is missing", File.ReadAllText(LogPath), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ProcessFailedException>(() => ready);
    }

    [Fact]
    public async Task Run_ChildKilled_StartsAgainAndStopsWithItsInput()
    {
        // A supervised child that waits for the end of its input: the shape of every worker.
        var process = new ManagedProcess("child", Cat, new Regex("^ready (.*)$"), LogPath, new HurriedClock());
        using var stop = new CancellationTokenSource();
        Task running = process.RunAsync(stop.Token);
        int first = int.Parse(await process.ReadyAsync(TestContext.Current.CancellationToken), System.Globalization.CultureInfo.InvariantCulture);

        Process.GetProcessById(first).Kill();
        SpinWait.SpinUntil(() => process.Restarts == 1 && process.State == ProcessState.Running, TimeSpan.FromMinutes(1));
        int second = process.Id!.Value;
        await stop.CancelAsync();
        await running;

        Assert.NotEqual(first, second);
        Assert.Equal(1, process.Restarts);
        Assert.Equal(ProcessState.Stopped, process.State);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(second));
    }

    public void Dispose() => _folder.Dispose();

    private static ProcessStartInfo Cat() => new("/bin/sh", ["-c", "echo ready $$; cat > /dev/null"]);

    /// <summary>Real time, without the pauses.</summary>
    private sealed class HurriedClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => System.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}

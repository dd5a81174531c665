using System.Globalization;
using System.Text.RegularExpressions;
using Fdkt.Cli.Commands.Federation;
using Fdkt.Cli.Processes;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Spectre.Console;

namespace Fdkt.Cli.Federation.Local;

/// <summary>Shows a local federation while something happens in it: one screen on a terminal, lines about changes elsewhere.</summary>
/// <param name="snapshot">What there is to show.</param>
/// <param name="clock">Times the looks.</param>
internal sealed partial class FederationScreen(FederationSnapshot snapshot, TimeProvider clock)
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(500);

    /// <summary>Shows one screen, redrawn in place, for as long as some work takes.</summary>
    public Task<T> LiveAsync<T>(IAnsiConsole console, Func<Task<T>> work) => console.Live(Render()).StartAsync(async live =>
    {
        Task<T> running = work();
        while (!running.IsCompleted)
        {
            live.UpdateTarget(Render());
            await WaitAsync(running).ConfigureAwait(false);
        }

        live.UpdateTarget(Render());
        return await running.ConfigureAwait(false);
    });

    /// <summary>Writes a line for each change for as long as some work takes.</summary>
    public async Task<T> LinesAsync<T>(TextWriter output, Func<Task<T>> work)
    {
        var states = new Dictionary<string, ProcessState>();
        RoundStatus? last = null;
        Task<T> running = work();
        for (bool more = true; more;)
        {
            more = !running.IsCompleted;
            foreach (ManagedProcess process in snapshot.Processes)
            {
                ProcessState state = process.State;
                if (!states.TryGetValue(process.Name, out ProcessState known) || known != state)
                {
                    states[process.Name] = state;
                    await output.WriteLineAsync($"{process.Name}: {EnumNames.Of(state)}").ConfigureAwait(false);
                }
            }

            if (snapshot.Round is { } round)
            {
                foreach (string line in RoundView.Changes(last, round))
                {
                    await output.WriteLineAsync(line).ConfigureAwait(false);
                }

                last = round;
            }

            await WaitAsync(running).ConfigureAwait(false);
        }

        return await running.ConfigureAwait(false);
    }

    private async Task WaitAsync(Task running) =>
        await running.WaitAsync(BetweenLooks, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Rows Render()
    {
        Table processes = Tables.Create("process", "state", "pid", "restarts").AddColumn(new TableColumn(new Text("last line")) { NoWrap = true });
        foreach (ManagedProcess process in snapshot.Processes)
        {
            processes.AddRow(
                new Text(process.Name), new Text(EnumNames.Of(process.State)), new Text(process.Id is { } id ? Number(id) : string.Empty),
                new Text(process.Restarts > 0 ? Number(process.Restarts) : string.Empty), new Text(Stamp().Replace(process.LastLine, string.Empty)) { Overflow = Overflow.Ellipsis });
        }

        return new Rows(processes, snapshot.Round is { } status ? RoundView.Of(status, snapshot.Progress, clock.GetUtcNow()) : new Text("No round has begun."));
    }

    // The services date their lines; on a screen it is always now.
    [GeneratedRegex(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}Z (info|warn|error|fatal) +\w+: ")]
    private static partial Regex Stamp();

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

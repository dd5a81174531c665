using System.Globalization;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Progress;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>A round on screen: what the operator may know, which is phases, counts and ε.</summary>
internal static class RoundView
{
    /// <summary>The round as a headline, a table of its clients and a line for each job that is being worked on.</summary>
    public static IRenderable Of(RoundStatus status, RoundProgress? progress, DateTimeOffset now)
    {
        Table table = Tables.Create("client", "seed", "phase", "ε", "rows");
        foreach (ClientStatus client in status.Clients)
        {
            table.AddRow(
                new Text(client.Client.Value), new Text(Number(client.Seed)), new Text(Phase(client)),
                new Text(client.Epsilon?.ToString("0.00", CultureInfo.InvariantCulture) ?? string.Empty), new Text(client.Rows > 0 ? Number(client.Rows) : string.Empty));
        }

        return new Rows([new Text(Headline(status, now)), table, .. (progress?.Jobs ?? []).Select(job => new Text(Job(job)))]);
    }

    /// <summary>One line: id, phase, seed, quorum and time left.</summary>
    public static string Headline(RoundStatus status, DateTimeOffset now)
    {
        var parts = new List<string> { $"round {status.Round}", $"task {status.Task}", Phase(status) };
        if (status.Seed is { } seed)
        {
            parts.Add($"seed {Number(seed)}");
        }

        parts.Add($"quorum {Number(status.Quorum)}");
        if (status.Deadline is { } deadline && deadline > now && !RoundEnds.IsEnd(status.Phase))
        {
            parts.Add($"{StageRate.Clock(deadline - now)} left");
        }

        return string.Join(", ", parts);
    }

    private static string Job(JobProgress job) => job.Total > 0
        ? string.Create(CultureInfo.InvariantCulture, $"  {job.Job}: {job.Step} {100 * Math.Min(job.Done, job.Total) / job.Total} %")
        : $"  {job.Job}: {job.Step}";

    /// <summary>What is new since an earlier status, a line each; no line where nothing a person would read has changed.</summary>
    public static IEnumerable<string> Changes(RoundStatus? before, RoundStatus now)
    {
        HashSet<ClientStatus> known = [.. before?.Clients ?? []];
        foreach (ClientStatus client in now.Clients.Where(client => client.Phase != ClientPhase.Asked && !known.Contains(client)))
        {
            string release = client.Epsilon is { } epsilon && client.Phase == ClientPhase.Accepted
                ? string.Create(CultureInfo.InvariantCulture, $", {client.Rows} demonstrations at ε {epsilon:0.00}") : string.Empty;
            yield return $"{now.Round}: {client.Client}, seed {Number(client.Seed)}: {Phase(client)}{release}";
        }

        if (before is null || before.Phase != now.Phase || before.Seed != now.Seed)
        {
            yield return now.Seed is { } seed ? $"{now.Round}: {Phase(now)}, seed {Number(seed)}" : $"{now.Round}: {Phase(now)}";
        }
    }

    /// <summary>The phase of a round, with the reason where it ended badly.</summary>
    public static string Phase(RoundStatus status) => WithReason(EnumNames.Of(status.Phase), status.Reason);

    private static string Phase(ClientStatus client) => WithReason(EnumNames.Of(client.Phase), client.Reason);

    private static string WithReason(string phase, ReasonCode? reason) => reason is { } code ? $"{phase} ({EnumNames.Of(code)})" : phase;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Orchestrator.Schedules;

namespace Fdkt.Orchestrator.Azure;

/// <summary>Reads <c>schedules.json</c>, which lies beside the app in the package that is deployed. Without the file no round starts by itself.</summary>
internal static class ScheduleReader
{
    private const string FileName = "schedules.json";

    /// <summary>Reads the schedules of an app.</summary>
    /// <param name="folder">The app's folder.</param>
    /// <exception cref="JsonException">The file cannot be read; the app does not start.</exception>
    /// <exception cref="RefusedException">An order in it cannot be read; the app does not start.</exception>
    public static IReadOnlyList<RoundSchedule> Read(string folder)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) ? [.. (JsonSerializer.Deserialize(File.ReadAllBytes(path), AzureJsonContext.Default.ScheduleEntryArray) ?? []).Select(Schedule)] : [];
    }

    private static RoundSchedule Schedule(ScheduleEntry entry)
    {
        RoundRequest request = ContractReader.Read(JsonSerializer.SerializeToUtf8Bytes(entry.Request, AzureJsonContext.Default.JsonElement), FederationJsonContext.Default.RoundRequest, RoundRequest.CurrentSchemaVersion);
        return new RoundSchedule(entry.Name, entry.Cron, entry.TimeZone, request.Task, request.File, request.Labels, request.Model, request.Participants);
    }
}

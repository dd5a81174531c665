using System.Text.Json;
using Fdkt.Contracts.Reports;
using Fdkt.Contracts.Rounds;
using Fdkt.Learning.Files;

namespace Fdkt.Cli.Reports;

/// <summary>Writes a run's results into its folder.</summary>
public static class ReportWriter
{
    /// <summary>Name of the machine-readable report.</summary>
    public const string JsonFileName = "report.json";

    /// <summary>Name of the report for people.</summary>
    public const string HtmlFileName = "report.html";

    /// <summary>Name of the round file with flags and defaults spelled out, which repeats the run.</summary>
    public const string RoundFileName = "round.json";

    /// <summary>Writes the three files, each whole or not at all.</summary>
    /// <param name="report">The results.</param>
    /// <param name="round">What was run.</param>
    /// <param name="folder">An existing folder.</param>
    /// <param name="cancellationToken">Stops the writing.</param>
    /// <returns>A task that ends when all are in place.</returns>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static async Task WriteAsync(RunReport report, RoundFile round, string folder, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteTextAsync(Path.Combine(folder, RoundFileName), RoundFileReader.Write(round), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, HtmlFileName), HtmlReport.Render(report), cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, JsonFileName), Json(report), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The report as indented JSON.</summary>
    /// <param name="report">The results.</param>
    /// <returns>What stands in <see cref="JsonFileName"/>.</returns>
    public static string Json(RunReport report) => JsonSerializer.Serialize(report, ReportJsonContext.Default.RunReport);
}

using System.Diagnostics;
using System.Text.Json;
using Fdkt.Cli.Tests.Commands;
using Fdkt.Cli.Tests.Runs;
using Fdkt.Privacy.Ledger;
using Fdkt.Tests.Checkpoints;

namespace Fdkt.Cli.Tests.Federation;

/// <summary>A federation of real processes on this machine, from nothing to the report.</summary>
public sealed class UpTests : IDisposable
{
    private const string Tiny = """
        {
          "data": {"train": {"path": "train.csv"}, "public": {"rows": 60}},
          "clients": {"count": 2, "records": 40},
          "pretraining": {"minutes": 0.01, "vocabularySize": 320, "hiddenSize": 32, "layers": 1, "contextLength": 24},
          "synthesis": {"demosPerLabel": 4}, "augmentation": {"textsPerLabel": 6, "minimumWords": 1},
          "comparisons": ["privateOnly", "demosOnly", "fdkt", "nonPrivateDemos"], "seeds": [3]
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();
    private readonly string _csv = GeneratedRows.Csv(GeneratedRows.Even(2, 240), 1);

    public UpTests()
    {
        _folder.Write("train.csv", _csv);
        _folder.Write("tiny.json", Tiny);
    }

    private string Out => Path.Combine(_folder.Path, "out");

    [Fact]
    public async Task Up_Once_RunsTheRoundAndLeavesNothingBehind()
    {
        (int code, string output, string error) = await FdktProcess.RunAsync(_folder.Path, _cache.Path, ["up", "--once", "--round", "tiny.json", "--out", Out], TestContext.Current.CancellationToken);

        Assert.True(code == 0, output + error + Logs());
        AssertReport();
        AssertLedgers();
        AssertLogsHoldNoRow();
        FileRights.AssertOwnersAlone(Directory.EnumerateFiles(Out, "*", SearchOption.AllDirectories));
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Up_WorkerKilledThenUpItself_RoundCompletesAndNoProcessOutlivesIt()
    {
        using Process up = FdktProcess.Start(_folder.Path, _cache.Path, ["up", "--round", "tiny.json", "--out", Out]);
        await LineAsync(up, "client-1: running");

        Process.GetProcessById(Left(Path.Combine("clients", "client-1")).Single()).Kill();
        await LineAsync(up, "client-1: restarting");
        await LineAsync(up, "The federation stays up");

        AssertReport();
        AssertLedgers();
        AssertLogsHoldNoRow();
        up.Kill();
        Assert.True(SpinWait.SpinUntil(() => !Left().Any(), TimeSpan.FromMinutes(2)), "A process outlived fdkt up.");
    }

    [Fact]
    public async Task Up_PublishedModelAsBase_IsHeldByTheWorkersAndNamedInReportAndStatements()
    {
        PublishedFolder.Write(Path.Combine(_folder.Path, "Tiny-1B"), "qwen2", [.. _csv.Split('\n').Skip(1).Select(line => line.Split(',')[0])]);
        _folder.Write("based.json", Tiny.Replace("""{"minutes": 0.01, "vocabularySize": 320, "hiddenSize": 32, "layers": 1, "contextLength": 24}""",
            """{"base": "Tiny-1B", "minutes": 0.02, "contextLength": 24}, "privacy": {"mechanism": "lora", "epochs": 1}""", StringComparison.Ordinal));

        (int code, string output, string error) = await FdktProcess.RunAsync(_folder.Path, _cache.Path, ["up", "--once", "--round", "based.json", "--out", Out], TestContext.Current.CancellationToken);

        Assert.True(code == 0, output + error + Logs());
        AssertReport();
        AssertLedgers();
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "report.json")));
        Assert.Equal("Tiny-1B", report.RootElement.GetProperty("baseModel").GetProperty("name").GetString());
        string weights = report.RootElement.GetProperty("baseModel").GetProperty("weightsSha256").GetString()!;
        string[] statements = [.. Directory.GetFiles(Path.Combine(Out, "clients"), "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(Path.GetDirectoryName(file)) == "statements")];
        Assert.Equal(2, statements.Length);
        Assert.All(statements, file => Assert.Contains($"weights sha256 {weights}", File.ReadAllText(file), StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private void AssertReport()
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "report.json")));
        JsonElement root = report.RootElement;
        Assert.Equal(["privateOnly", "demosOnly", "fdkt"], root.GetProperty("methods").EnumerateArray().Select(method => method.GetProperty("name").GetString()));
        Assert.Equal(["client-1", "client-2"], root.GetProperty("clients").EnumerateArray().Select(client => client.GetProperty("name").GetString()));
        Assert.All(root.GetProperty("clients").EnumerateArray(), client => Assert.Equal(40, client.GetProperty("records").GetInt32()));
        Assert.Contains(root.GetProperty("warnings").EnumerateArray(), warning => warning.GetString()!.Contains("Non-private demos", StringComparison.Ordinal));
        Assert.Contains(root.GetProperty("stages").EnumerateArray(), stage => stage.GetProperty("name").GetString() == "synthesize");
        Assert.True(File.Exists(Path.Combine(Out, "report.html")));
    }

    private void AssertLedgers()
    {
        foreach (string client in (string[])["client-1", "client-2"])
        {
            LedgerReport ledger = PrivacyLedger.Verify(Path.Combine(Out, "clients", client, "ledger.jsonl"));
            Assert.True(ledger.IsSound);
            Assert.Equal(LedgerReservationState.Committed, Assert.Single(ledger.Releases).State);
        }
    }

    private void AssertLogsHoldNoRow()
    {
        string logs = Logs();
        Assert.DoesNotContain(_csv.Split('\n').Skip(1).Select(line => line.Split(',')[0]).Where(text => text.Length > 0), row => logs.Contains(row, StringComparison.Ordinal));
    }

    private async Task LineAsync(Process up, string start)
    {
        while (await up.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        Assert.Fail($"fdkt up ended before '{start}': {await up.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)}{Logs()}");
    }

    private string Logs() => Directory.Exists(Path.Combine(Out, "logs"))
        ? string.Concat(Directory.GetFiles(Path.Combine(Out, "logs")).Select(file => $"=== {Path.GetFileName(file)}\n{File.ReadAllText(file)}\n"))
        : string.Empty;

    /// <summary>Processes that were started with a path of this test's output.</summary>
    private IEnumerable<int> Left(string part = "") => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
        .Where(id => id != 0 && id != Environment.ProcessId && CommandLineOf(id) is { } line && line.Contains(Path.Combine(Out, part), StringComparison.Ordinal));

    private static string? CommandLineOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Replace('\0', ' ');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // It has ended meanwhile.
        }
    }
}

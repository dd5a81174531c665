using Fdkt.Cli.Tests.Runs;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>What the user sees of faults: the program itself, with its exit code.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Tiny = """
        {
          "data": {"train": {"path": "train.csv"}, "public": {"rows": 60}},
          "pretraining": {"minutes": 0.01, "vocabularySize": 320, "hiddenSize": 32, "layers": 1, "contextLength": 24},
          "synthesis": {"demosPerLabel": 4}, "augmentation": {"textsPerLabel": 6, "minimumWords": 1},
          "comparisons": ["privateOnly", "fdkt"], "seeds": 1
        }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _cache = new();

    public ProcessTests()
    {
        _folder.Write("train.csv", GeneratedRows.Csv(GeneratedRows.Even(2, 160), 1));
        _folder.Write("tiny.json", Tiny);
        _folder.Write("broken.json", "{\"privacy\": {\"epsilon\": 8,}, \"data\": ");
        _folder.Write("labels.json", """{"task": {"labels": ["l0", "other"]}, "data": {"train": {"path": "train.csv"}, "public": {"rows": 60}}}""");
        _folder.Write("batch.json", """{"data": {"train": {"path": "train.csv"}, "public": {"rows": 60}}, "privacy": {"expectedBatchSize": 500, "mechanism": "lora"}}""");
        _folder.Write("empty.csv", "text,label\n,l0\n  ,l1\n");
    }

    public static TheoryData<string[], int, string> Refusals => new()
    {
        { ["run", "broken.json"], 2, "the file is no valid JSON" },
        { ["run", "--train", "train.csv", "--text", "body", "--public-rows", "60"], 3, "body" },
        { ["run", "labels.json"], 3, "80 rows have a label that task.labels" },
        { ["run", "--train", "empty.csv", "--public-rows", "60"], 3, "empty.csv" },
        { ["run", "--train", "none.csv", "--public-rows", "60"], 3, "none.csv" },
        { ["run", "tiny.json", "--epsilon", "-1"], 2, "privacy.epsilon: -1 is not above 0" },
        { ["run", "tiny.json", "--delta", "0.2"], 2, "privacy.delta: 0.2 is not below 1/72" },
        { ["run", "batch.json"], 2, "privacy.expectedBatchSize: 500 is more than the 72 records" },
        { ["run", "tiny.json", "--clients", "60"], 3, "there are 72 private rows" },
        { ["run", "tiny.json", "--device", "gpu"], 6, "FDKT_DEVICE is 'gpu', which is no device" },
        { ["run", "--train", "train.csv", "--public-rows", "5"], 3, "The public corpus has 5 texts; at least 20 a" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Run_UnusableInput_OneMessageItsCodeAndNoReport(string[] arguments, int exitCode, string message)
    {
        (int code, string output, string error) = await Run(arguments);

        Assert.True(code == exitCode, $"{code}: {error}");
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.StartsWith("fdkt: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
        Assert.Empty(ReportsAndHalves());
    }

    [Fact]
    public async Task Run_WhatItWrites_IsTheOwnersAlone()
    {
        string[] before = [.. Directory.EnumerateFiles(_folder.Path)];

        (int code, _, string error) = await Run("run", "tiny.json", "--out", "out", "--ledger", "spent/ledger.jsonl");

        Assert.True(code == 0, error);
        string[] written = [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Except(before), .. Directory.EnumerateFiles(_cache.Path, "*", SearchOption.AllDirectories)];
        Assert.Contains(written, file => file.EndsWith("report.json", StringComparison.Ordinal));
        Assert.Contains(written, file => file.EndsWith("ledger.jsonl", StringComparison.Ordinal));
        FileRights.AssertOwnersAlone(written);
    }

    [Fact]
    public async Task Run_CachedModelCutShort_WarnsTrainsAgainAndFinishes()
    {
        (int first, _, string firstError) = await Run("run", "tiny.json", "--out", "one");
        Assert.True(first == 0, firstError);
        string model = Directory.GetFiles(_cache.Path, "model.safetensors", SearchOption.AllDirectories).Single();
        byte[] whole = await File.ReadAllBytesAsync(model, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(model, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);

        (int second, string output, string error) = await Run("run", "tiny.json", "--out", "two");

        Assert.True(second == 0, error);
        Assert.Contains("warning: Checkpoint", output, StringComparison.Ordinal);
        Assert.Contains("The model is trained again.", output, StringComparison.Ordinal);
        Assert.Equal(whole.Length, new FileInfo(model).Length);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "two", "report.json")));
        Assert.All(output.Split('\n').Where(line => line.Length > 0 && !line.Contains('/')), line => Assert.True(line.TrimEnd().Length <= 160, line));
    }

    [Fact]
    public async Task Run_FullDisk_OneMessageAndNothingHalfWritten()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk of its own is mounted the way Linux does it.");
        // A name space of its own lets anyone mount; the folder is gone with it.
        _folder.Write("small.sh", $"mkdir full\nmount -t tmpfs -o size=8k tmpfs full || exit 99\ndotnet \"{Path.Combine(AppContext.BaseDirectory, "fdkt.dll")}\" run tiny.json --out full/out\ncode=$?\nfind full -type f\nexit $code\n");
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "unshare -rm sh small.sh || exit $?"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            Environment = { ["FDKT_CACHE"] = _cache.Path },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.SkipWhen(process.ExitCode is 99 or 1 or 127 && !error.Contains("fdkt:", StringComparison.Ordinal), $"No small disk can be mounted here: {error}");
        Assert.True(process.ExitCode == 4, $"{process.ExitCode}: {error} {await output}");
        Assert.Contains("There is no space left", error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.StartsWith("fdkt: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", await output, StringComparison.Ordinal);
        Assert.DoesNotContain("report.json", await output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        _cache.Dispose();
    }

    private Task<(int ExitCode, string Output, string Error)> Run(params string[] arguments) =>
        FdktProcess.RunAsync(_folder.Path, _cache.Path, arguments, TestContext.Current.CancellationToken);

    private string[] ReportsAndHalves() =>
        [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Where(file => file.EndsWith(".tmp", StringComparison.Ordinal) || Path.GetFileName(file).StartsWith("report.", StringComparison.Ordinal))];
}

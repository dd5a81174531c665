using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Audits;
using Fdkt.Cli.Commands;
using Fdkt.Contracts.Reports;
using Fdkt.Privacy.Auditing;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>What <c>fdkt audit</c> prints, without starting a process.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-audit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int ExitCode, string Output, string Error) Run(params string[] line)
    {
        var root = new RootCommand { AuditCommand.Create(TimeProvider.System) };
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = root.Parse(line).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    private string Write(string name, params string[] lines)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllLines(path, lines);
        return path;
    }

    [Fact]
    public void Result_InWords_ShowsTheLargestBoundOfWhatStandsTheSmallestOfWhatIsBrokenAndThePower()
    {
        string[] lines = AuditResultText.Words(Result).Split(Environment.NewLine);

        Assert.Equal(["sums", "2.000", "1.50", "0/2", "2.00", "2/2", "-", "0.20", "0/2", "-", "-", "sigma/1.5"], lines[4].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("AUC 0.510", lines[^2], StringComparison.Ordinal);
        Assert.Contains("epsilon  none", lines[^2], StringComparison.Ordinal);
        Assert.EndsWith("2 s of processor time. Every claim stands.", lines[^1], StringComparison.Ordinal);
        Assert.Contains("A claim is refuted.", AuditResultText.Words(Result with { Rows = [Result.Rows[0] with { Claimed = 1.5 }] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Result_Json_HasEveryBound()
    {
        JsonElement root = JsonDocument.Parse(AuditResultText.Json(Result)).RootElement;

        JsonElement audit = root.GetProperty("audits")[0];
        JsonElement[] found = [.. audit.GetProperty("lowerBounds").GetProperty("as it is").EnumerateArray()];
        Assert.Equal([1, 0.5], found.Select(bound => bound.GetProperty("oneRun").GetDouble()));
        Assert.Equal(1.5, found[1].GetProperty("errorRates").GetDouble());
        Assert.Equal(JsonValueKind.Null, found[0].GetProperty("oneRunTradeOff").ValueKind);
        Assert.False(found[1].GetProperty("refuted").GetBoolean());
        Assert.False(audit.GetProperty("refuted").GetBoolean());
        Assert.Equal(1.5, audit.GetProperty("smallestFault").GetDouble());
        Assert.Equal(0.001, root.GetProperty("significance").GetDouble());
        Assert.Equal("Infinity", root.GetProperty("attacks")[0].GetProperty("epsilon").GetString());
    }

    // All larger faults must be found too: one that is missed ends the search.
    [Theory]
    [InlineData(new[] { 4.0, 3.0, 2.5, 2.0, 1.75, 1.5, 1.25 }, 1.25)]
    [InlineData(new[] { 4.0, 3.0, 2.0, 1.5 }, 3.0)]
    [InlineData(new[] { 8.0, 16.0 }, 8.0)]
    [InlineData(new double[0], null)]
    public void Power_FaultsThatAreFound_IsTheSmallestBeforeTheFirstThatIsMissed(double[] found, double? expected) =>
        Assert.Equal(expected, RowAudit.Power(found.Contains));

    [Theory]
    [InlineData("--seeds", "0")]
    [InlineData("--seeds", "many")]
    [InlineData("--epsilon", "-1")]
    public void Audit_BadValue_IsTwo(string option, string value)
    {
        (int exitCode, _, string error) = Run("audit", option, value);

        Assert.Equal(2, exitCode);
        Assert.Contains(option, error, StringComparison.Ordinal);
    }

    private static AuditResult Result { get; } = new(
        2,
        [new AuditRow("sums", 2, 1e-6, new Dictionary<MechanismFault, IReadOnlyList<AuditBounds>>
        {
            [MechanismFault.None] = [new AuditBounds(1), new AuditBounds(0.5, 0.7, 1.5)],
            [MechanismFault.NoNoise] = [new AuditBounds(2), new AuditBounds(4)],
            [MechanismFault.Shuffled] = [new AuditBounds(0.2), new AuditBounds(0.3)],
        }, 1.5)],
        [new AttackReport("text", double.PositiveInfinity, "attack", 0.51, Interval.Unknown, 0.02, 0.01, 100, 400)],
        1,
        2);

    [Fact]
    public void Mechanism_Json_HasARowForEachFaultAndRefutesTheBrokenOnes()
    {
        (int exitCode, string output, _) = Run("audit", "mechanism", "--canaries", "2000", "--batch", "200", "--steps", "30", "--epsilon", "1", "--delta", "1e-7", "--json");

        JsonElement[] rows = [.. JsonDocument.Parse(output).RootElement.GetProperty("rows").EnumerateArray()];
        Assert.Equal(["as it is", "no noise", "no clipping", "shuffled", "sigma/2", "sigma/4"], rows.Select(row => row.GetProperty("mechanism").GetString()));
        // A true claim falls in fewer than one run of 1,000 by what is promised, and in far fewer by how the bounds are made.
        Assert.Equal([false, true, true], rows.Take(3).Select(row => row.GetProperty("refuted").GetBoolean()));
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public void Mechanism_Words_SayWhatStandsAndWhatIsRefuted()
    {
        string output = Run("audit", "mechanism", "--canaries", "200", "--batch", "50", "--steps", "5", "--epsilon", "1", "--delta", "1e-6", "--discrete", "--runs", "2").Output;

        Assert.Matches(@"as it is +0\.\d+ +0\.\d+ +0\.\d+ +stands", output);
        Assert.Contains("claimed epsilon", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--canaries", "1")]
    [InlineData("--batch", "0")]
    [InlineData("--delta", "0.1")]
    public void Mechanism_BadValue_IsTwo(string option, string value)
    {
        string[] line = ["audit", "mechanism", "--canaries", "100", "--batch", "10", "--steps", "5", "--epsilon", "1", "--delta", "1e-6"];
        line[Array.IndexOf(line, option) + 1] = value;

        (int exitCode, _, string error) = Run(line);

        Assert.Equal(2, exitCode);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void Copies_SharedRuns_AreListedAndShownOnlyWhenAsked()
    {
        string privateFile = Write("private.jsonl", """{"text":"my secret account number is nine four two","label":"a"}""", """{"text":"hello","label":"b"}""");
        string released = Write("released.txt", "they said my secret account number is nine", "", "hello there");

        (int exitCode, string words, _) = Run("audit", "copies", "--private", privateFile, "--released", released, "--least", "4");
        string shown = Run("audit", "copies", "--private", privateFile, "--released", released, "--least", "4", "--show-words").Output;
        JsonElement json = JsonDocument.Parse(Run("audit", "copies", "--private", privateFile, "--released", released, "--json").Output).RootElement;

        Assert.Equal(0, exitCode);
        Assert.Contains("2 released texts, 1 share 4 words or more", words, StringComparison.Ordinal);
        Assert.Contains("6 words  released 1, private 1", words, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", words, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("MY SECRET ACCOUNT NUMBER IS NINE", shown, StringComparison.Ordinal);
        Assert.Equal((0, 6), (json.GetProperty("sharing").GetInt32(), json.GetProperty("longest").GetInt32()));
    }

    [Fact]
    public void Copies_UnusableFiles_AreNamedWithoutTheirContent()
    {
        string broken = Write("broken.jsonl", """{"text":"fine"}""", "secret words");
        string good = Write("good.txt", "a b c");

        (int exitCode, _, string error) = Run("audit", "copies", "--private", broken, "--released", good);

        Assert.Equal(3, exitCode);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.Equal(4, Run("audit", "copies", "--private", good, "--released", Path.Combine(_folder, "none")).ExitCode);
    }
}

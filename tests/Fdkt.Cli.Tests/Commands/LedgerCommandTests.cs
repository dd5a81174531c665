using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Commands;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Ledger;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>What <c>fdkt budget plan</c>, <c>fdkt ledger show</c> and <c>fdkt ledger verify</c> print, without starting a process.</summary>
public sealed class LedgerCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-ledger-").FullName;

    private string File => Path.Combine(_folder, "ledger.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int ExitCode, string Output, string Error) Run(params string[] line)
    {
        var root = new RootCommand { BudgetCommand.Create(), LedgerCommand.Create() };
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = root.Parse(line).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    private PrivacyLedger Open(params int[] releases)
    {
        if (!System.IO.File.Exists(File))
        {
            PrivacyLedger.Create(File, TimeProvider.System);
        }

        PrivacyLedger ledger = PrivacyLedger.Open(File, TimeProvider.System);
        foreach (int release in releases)
        {
            ledger.Reserve(new LedgerCharge($"release-{release}", "reviews", $"round-{release}", [new GaussianEvent(5, 1)], 1e-5));
        }

        return ledger;
    }

    [Fact]
    public void BudgetPlan_Json_HoldsAPlanForEachMechanism()
    {
        (int exitCode, string output, string error) = Run("budget", "plan", "--rounds", "12", "--epsilon-total", "8", "--delta", "1e-5", "--q", "0.05", "--steps", "20", "--json");

        JsonElement plans = JsonDocument.Parse(output).RootElement.GetProperty("plans");
        Assert.Equal(["gaussian", "votes", "dpSgd"], plans.EnumerateArray().Select(plan => plan.GetProperty("mechanism").GetString()));
        Assert.All(plans.EnumerateArray(), plan => Assert.InRange(plan.GetProperty("epsilonComposed").GetDouble(), 7.6, 8));
        Assert.All(plans.EnumerateArray(), plan => Assert.InRange(plan.GetProperty("epsilonPerRound").GetDouble(), 1, 4));
        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public void BudgetPlan_BesideALedger_LeavesRoomForIt()
    {
        using PrivacyLedger ledger = Open(1, 2);

        double fresh = Plan();
        double rest = Plan("--ledger", File);

        Assert.True(rest < 0.98 * fresh, $"{rest} of {fresh}");

        static double Plan(params string[] more) => JsonDocument.Parse(Run(["budget", "plan", "--rounds", "5", "--epsilon-total", "3", "--delta", "1e-5", "--json", .. more]).Output)
            .RootElement.GetProperty("plans")[0].GetProperty("epsilonPerRound").GetDouble();
    }

    [Theory]
    [InlineData("--rounds", "0", "--rounds is '0'")]
    [InlineData("--epsilon-total", "-1", "--epsilon-total is '-1'")]
    [InlineData("--delta", "1", "--delta is '1'")]
    [InlineData("--q", "0.1", "--steps is missing")]
    [InlineData("--steps", "5", "--q is missing")]
    public void BudgetPlan_BadValue_NamesIt(string option, string value, string expected)
    {
        string[] line = ["budget", "plan", "--rounds", "12", "--epsilon-total", "8", "--delta", "1e-5"];
        int at = Array.IndexOf(line, option);
        (int exitCode, _, string error) = Run(at < 0 ? [.. line, option, value] : [.. line[..(at + 1)], value, .. line[(at + 2)..]]);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Show_WhileTheLedgerIsOpen_PrintsReleasesAndTheirSum()
    {
        using PrivacyLedger ledger = Open(1, 2);
        ledger.Expire("release-2");

        (int exitCode, string words, _) = Run("ledger", "show", File);
        JsonElement json = JsonDocument.Parse(Run("ledger", "show", File, "--json", "--delta", "1e-5").Output).RootElement;

        Assert.Equal(0, exitCode);
        Assert.Contains("reserved   release-1", words, StringComparison.Ordinal);
        Assert.Contains("expired    release-2", words, StringComparison.Ordinal);
        Assert.Equal("gaussian", json.GetProperty("releases")[0].GetProperty("events")[0].GetProperty("kind").GetString());
        Assert.Equal(ledger.Spent(1e-5).EpsilonPld, json.GetProperty("spent").GetProperty("epsilonPld").GetDouble());
    }

    [Fact]
    public void Show_NewLedger_SaysThatNothingIsCharged()
    {
        Open().Dispose();

        Assert.Contains("nothing is charged", Run("ledger", "show", File).Output, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(Run("ledger", "show", File, "--json").Output).RootElement.GetProperty("spent").ValueKind);
    }

    [Fact]
    public void Verify_SoundLedger_PrintsItsHead()
    {
        using PrivacyLedger ledger = Open(1);

        (int exitCode, string words, _) = Run("ledger", "verify", File, "--contains", ledger.Head);

        Assert.Equal(0, exitCode);
        Assert.Contains($"sound: 2 entries, head {ledger.Head}", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_LedgerSetBackToAnOlderCopy_LacksTheEntry()
    {
        Open(1).Dispose();
        byte[] copy = System.IO.File.ReadAllBytes(File);
        string head;
        using (PrivacyLedger ledger = Open(2))
        {
            head = ledger.Head;
        }

        System.IO.File.WriteAllBytes(File, copy);

        Assert.Equal(0, Run("ledger", "verify", File).ExitCode);
        (int exitCode, string output, _) = Run("ledger", "verify", File, "--contains", head, "--json");
        Assert.Equal(7, exitCode);
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("entryMissing").GetBoolean());
    }

    [Fact]
    public void Commands_DamagedLedger_SayWhere()
    {
        Open(1, 2).Dispose();
        System.IO.File.WriteAllText(File, System.IO.File.ReadAllText(File).Replace("release-1", "release-9", StringComparison.Ordinal));

        (int verified, string words, _) = Run("ledger", "verify", File);
        (int shown, _, string error) = Run("ledger", "show", File);

        Assert.Equal((7, 7), (verified, shown));
        Assert.Contains("damaged, line 2", words, StringComparison.Ordinal);
        Assert.Contains("line 2", error, StringComparison.Ordinal);
        Assert.Equal(7, Run("budget", "plan", "--rounds", "1", "--epsilon-total", "8", "--delta", "1e-5", "--ledger", File).ExitCode);
        Assert.Equal(2, JsonDocument.Parse(Run("ledger", "verify", File, "--json").Output).RootElement.GetProperty("fault").GetProperty("line").GetInt32());
    }

    [Fact]
    public void Commands_NoFile_AreFour() => Assert.Equal(4, Run("ledger", "show", File).ExitCode);
}

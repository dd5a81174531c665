using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Commands;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>What <c>fdkt account</c> and <c>fdkt calibrate</c> print, without starting a process.</summary>
public sealed class AccountingCommandTests
{
    private static (int ExitCode, string Output, string Error) Run(string line)
    {
        var root = new RootCommand { AccountCommand.Create(), CalibrateCommand.Create() };
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = root.Parse(line).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    [Fact]
    public void Account_Json_IsOneObjectWithFourMembers()
    {
        (int exitCode, string output, string error) = Run("account --q 0.0128 --sigma 0.913 --steps 782 --delta 1e-5 --json");

        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(["epsilonPld", "epsilonRdp", "rdpOrder", "epsilonUnsampled"], json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal(2.598, json.RootElement.GetProperty("epsilonPld").GetDouble(), 0.002);
        Assert.Equal(3.000, json.RootElement.GetProperty("epsilonRdp").GetDouble(), 0.001);
        Assert.Equal(20.1, json.RootElement.GetProperty("epsilonUnsampled").GetDouble(), 0.05);
        Assert.Equal((0, ""), (exitCode, error));
    }

    [Fact]
    public void Account_NoNoise_PrintsInfinityAsAString()
    {
        (_, string output, _) = Run("account --q 0.1 --sigma 0 --steps 1 --delta 1e-5 --json");

        Assert.Equal("{\"epsilonPld\":\"Infinity\",\"epsilonRdp\":\"Infinity\",\"rdpOrder\":null,\"epsilonUnsampled\":\"Infinity\"}", output.Trim());
    }

    [Fact]
    public void Calibrate_Json_IsOneObjectWithTheNoise()
    {
        (int exitCode, string output, _) = Run("calibrate --q 0.01 --steps 1 --epsilon 1 --delta 1e-5 --json");

        using JsonDocument json = JsonDocument.Parse(output);
        Assert.Equal(.67379294682, json.RootElement.GetProperty("noiseMultiplier").GetDouble(), 1e-4);
        Assert.Equal(0, exitCode);
    }

    [Theory]
    [InlineData("account --q 1.5 --sigma 1 --steps 10 --delta 1e-5", "--q is '1.5'")]
    [InlineData("account --q -0.5 --sigma 1 --steps 10 --delta 1e-5", "--q is '-0.5'")]
    [InlineData("account --q NaN --sigma 1 --steps 10 --delta 1e-5", "--q is 'NaN'")]
    [InlineData("account --q 0.1 --sigma -1 --steps 10 --delta 1e-5", "--sigma is '-1'")]
    [InlineData("account --q 0.1 --sigma 1 --steps 1.5 --delta 1e-5", "--steps is '1.5'")]
    [InlineData("account --q 0.1 --sigma 1 --steps 10 --delta 2", "--delta is '2'")]
    [InlineData("account --q 0.1 --sigma 1 --steps 10", "--delta is missing")]
    [InlineData("calibrate --q 0.1 --steps 10 --epsilon 0 --delta 1e-5", "--epsilon is '0'")]
    [InlineData("calibrate --q 0.1 --steps 10 --epsilon Infinity --delta 1e-5", "--epsilon is 'Infinity'")]
    public void Command_BadValue_NamesOptionAndValueInOneLine(string line, string expected)
    {
        (int exitCode, string output, string error) = Run(line);

        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Empty(output);
    }
}

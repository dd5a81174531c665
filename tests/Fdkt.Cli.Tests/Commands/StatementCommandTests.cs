using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Fdkt.Cli.Commands;
using Fdkt.GpuJobs.Statements;
using Fdkt.Privacy.Accounting;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Tests.Commands;

/// <summary>What <c>fdkt statement</c> prints, without starting a process.</summary>
public sealed class StatementCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fdkt-statement-").FullName;

    private string File => Path.Combine(_folder, "statement.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static (int ExitCode, string Output, string Error) Run(params string[] line)
    {
        var root = new RootCommand { StatementCommand.Create() };
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = root.Parse(line).Invoke(new InvocationConfiguration { Output = output, Error = error });
        return (exitCode, output.ToString(), error.ToString());
    }

    private void Write(Func<ReleaseStatement, ReleaseStatement>? change = null, string? content = null)
    {
        ReleaseStatement statement = StatementBuilder.Build(
            "client-1", "release-1", "votes", [new DiscreteGaussianEvent(6, 1)], 500, 1e-4,
            lineage: content is null ? null : new Dictionary<string, string> { [StatementFolder.ContentKey] = content });
        System.IO.File.WriteAllText(File, (change?.Invoke(statement) ?? statement).ToJson());
    }

    [Fact]
    public void Verify_HonestStatement_Holds()
    {
        Write();

        Assert.StartsWith("holds: epsilon ", Run("statement", "verify", File).Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("statement", "verify", File).ExitCode);
    }

    [Fact]
    public void Verify_ClaimBelowItsEvents_IsRefused()
    {
        Write(statement => statement with { Epsilon = 0.1 });

        (int exitCode, string output, _) = Run("statement", "verify", File, "--json");

        Assert.Equal(8, exitCode);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.False(json.GetProperty("holds").GetBoolean());
        Assert.Contains("It claims epsilon 0.1;", json.GetProperty("problems")[0].GetString(), StringComparison.Ordinal);
        Assert.StartsWith("refused:", Run("statement", "verify", File).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.0)]
    [InlineData(0.21)]
    [InlineData(0.43)]
    public void Verify_NoiseChangedUpOrDown_IsRefused(double sigma)
    {
        ReleaseStatement statement = StatementBuilder.Build("client-1", "release-1", "classMeans", [new DiscreteGaussianEvent(.42, 1)], 500, 1e-4);
        System.IO.File.WriteAllText(File, statement.ToJson());
        Assert.Equal(0, Run("statement", "verify", File).ExitCode);

        System.IO.File.WriteAllText(File, statement.ToJson().Replace("\"noiseMultiplier\": 0.42", FormattableString.Invariant($"\"noiseMultiplier\": {sigma}"), StringComparison.Ordinal));

        (int exitCode, string output, _) = Run("statement", "verify", File);
        Assert.Equal(8, exitCode);
        Assert.Contains("It claims epsilon ", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_StatementThatHolds_SaysWhatThatProves()
    {
        Write();

        Assert.Contains("a statement is not signed", Run("statement", "verify", File).Output, StringComparison.Ordinal);
        Assert.Equal(StatementVerification.ProvesOnly, JsonDocument.Parse(Run("statement", "verify", File, "--json").Output).RootElement.GetProperty("proves").GetString());
    }

    [Fact]
    public void Verify_OtherBytesThanTheStatementNames_IsRefused()
    {
        string release = Path.Combine(_folder, "demos.jsonl");
        System.IO.File.WriteAllText(release, "demo");
        Write(content: Convert.ToHexStringLower(SHA256.HashData("demo"u8)));
        Assert.Equal(0, Run("statement", "verify", File, "--release", release).ExitCode);

        System.IO.File.WriteAllText(release, "other");

        Assert.Equal(8, Run("statement", "verify", File, "--release", release).ExitCode);
    }

    [Fact]
    public void Show_Statement_IsInWords()
    {
        Write();

        Assert.Contains("differentially private for one record", Run("statement", "show", File).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_NoStatement_AreThreeOrFour()
    {
        Assert.Equal(4, Run("statement", "verify", File).ExitCode);
        System.IO.File.WriteAllText(File, "{}");
        Assert.Equal(3, Run("statement", "show", File).ExitCode);
    }
}

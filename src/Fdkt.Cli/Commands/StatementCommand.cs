using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.GpuJobs.Statements;
using Fdkt.Privacy.Statements;

namespace Fdkt.Cli.Commands;

/// <summary><c>fdkt statement</c>: shows a privacy statement, and recomputes what it claims.</summary>
internal static class StatementCommand
{
    /// <summary>Builds the command. Exit codes: 0, 3 for no statement, 4 if a file cannot be read, 8 for a claim that does not hold.</summary>
    public static Command Create() => new("statement", "Show or verify the privacy statement of a release.") { CreateShow(), CreateVerify() };

    private static Command CreateShow()
    {
        Argument<string> file = FileArgument();
        var command = new Command("show", "Print a statement in words, as it stands.") { file };
        command.SetAction(result => Guarded(result, "show", () =>
        {
            result.InvocationConfiguration.Output.Write(StatementText.Words(ReleaseStatement.FromJson(File.ReadAllBytes(result.GetValue(file)!))));
            return ExitCode.Success;
        }));
        return command;
    }

    private static Command CreateVerify()
    {
        Argument<string> file = FileArgument();
        var release = new Option<string?>("--release") { Description = "Also check that these are the released bytes the statement names.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object." };
        var command = new Command("verify", "Recompute epsilon from the events of a statement, and refuse a statement whose numbers contradict them. Checks arithmetic: a statement is not signed.") { file, release, json };
        command.SetAction(result => Guarded(result, "verify", () =>
        {
            ReleaseStatement statement = ReleaseStatement.FromJson(File.ReadAllBytes(result.GetValue(file)!));
            StatementVerification verification = StatementVerification.Of(statement);
            string[] problems = [.. verification.Problems, .. result.GetValue(release) is { } path ? OtherBytes(statement, path) : []];
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(json) ? Json(statement, verification, problems) : Words(statement, verification, problems));
            return problems.Length == 0 ? ExitCode.Success : ExitCode.BudgetRefused;
        }));
        return command;
    }

    private static Argument<string> FileArgument() => new("file") { Description = "The statement, JSON.", HelpName = "FILE" };

    private static string[] OtherBytes(ReleaseStatement statement, string path)
    {
        using FileStream stream = File.OpenRead(path);
        string hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return statement.Lineage.GetValueOrDefault(StatementFolder.ContentKey) == hash ? [] : [$"It is not about these bytes, whose SHA-256 is {hash}."];
    }

    private static string Words(ReleaseStatement statement, StatementVerification verification, string[] problems) => problems.Length == 0
        ? FormattableString.Invariant($"holds: epsilon {statement.Epsilon:g6} is claimed, the events give {verification.Recomputed!.EpsilonPld:g6} at delta {statement.Delta:g6}, for {statement.Unit}{Environment.NewLine}{StatementVerification.ProvesOnly}")
        : $"refused:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  {problem}"))}";

    private static string Json(ReleaseStatement statement, StatementVerification verification, string[] problems) => JsonLine.Of(writer =>
    {
        writer.WriteBoolean("holds", problems.Length == 0);
        NumberArgument.Write(writer, "epsilonClaimed", statement.Epsilon);
        NumberArgument.Write(writer, "epsilonRecomputed", verification.Recomputed?.EpsilonPld ?? double.NaN);
        writer.WriteStartArray("problems");
        foreach (string problem in problems)
        {
            writer.WriteStringValue(problem);
        }

        writer.WriteEndArray();
        writer.WriteString("proves", StatementVerification.ProvesOnly);
    });

    // The reader's own words may repeat what stands in a file that is no statement.
    private static string NoStatement(JsonException e) => e.InnerException is null && e.LineNumber is null
        ? e.Message
        : FormattableString.Invariant($"it is no privacy statement that this version reads, at line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");

    private static int Guarded(ParseResult result, string name, Func<ExitCode> action)
    {
        try
        {
            return (int)action();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            result.InvocationConfiguration.Error.WriteLine($"fdkt statement {name}: {(e is JsonException json ? NoStatement(json) : e.Message)}");
            return (int)(e is JsonException ? ExitCode.InvalidData : ExitCode.InputOutput);
        }
    }
}

using System.CommandLine;
using System.Text.RegularExpressions;
using Fdkt.Cli.Commands;

namespace Fdkt.Architecture.Tests;

public sealed class DocumentationTests
{
    private static readonly Regex FdktLine = new(@"^\s*(?:\$ )?(?:fdkt|dotnet run --project src/Fdkt\.Cli -c Release --)(?=\s|$)(?<arguments>[^\r\n#|`]*)", RegexOptions.Multiline);

    public static TheoryData<string> Documents => [.. SourceTree.Files("docs", "*.md").Concat(Directory.GetFiles(SourceTree.Root, "README.md")).Select(file => Path.GetRelativePath(SourceTree.Root, file))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void CommandLines_InDocuments_AreAccepted(string document)
    {
        RootCommand root = FdktCommand.Create(Unused());
        string text = File.ReadAllText(Path.Combine(SourceTree.Root, document)).Replace("\\\n", " ", StringComparison.Ordinal);

        Assert.All(FdktLine.Matches(text), line => Assert.Empty(root.Parse(line.Groups["arguments"].Value.Trim()).Errors.Select(error => $"{line.Value}: {error.Message}")));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_InDocuments_LeadToFiles(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(SourceTree.Root, document))!;
        IEnumerable<string> targets = Regex.Matches(File.ReadAllText(Path.Combine(SourceTree.Root, document)), @"\]\((?!https?:|#)([^)#\s]+)")
            .Select(match => match.Groups[1].Value);

        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), target));
    }

    internal static CommandContext Unused() => new(
        () => throw new NotSupportedException(), () => throw new NotSupportedException(), TextWriter.Null, TextWriter.Null, Spectre.Console.AnsiConsole.Console, false, SourceTree.Root, TimeProvider.System);
}

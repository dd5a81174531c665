using System.CommandLine;
using Fdkt.Cli.Commands;

namespace Fdkt.Cli.Tests.Commands;

public sealed class BackendFlagsTests
{
    private readonly BackendFlags _flags = new();

    [Fact]
    public void Arguments_OfAnotherProcess_AreThoseGivenWithFullPaths() => Assert.Equal(
        ["--llm", Path.GetFullPath("llm.json", "/work"), "--llm-endpoint", "http://127.0.0.1/v1", "--llm-model", "m", "--llm-template", "/t.txt"],
        _flags.Arguments(Parse("--llm", "llm.json", "--llm-model", "m", "--llm-endpoint", "http://127.0.0.1/v1", "--llm-template", "/t.txt"), "/work"));

    [Fact]
    public void Arguments_NothingGiven_AreNone() => Assert.Empty(_flags.Arguments(Parse(), "/work"));

    [Fact]
    public void Read_NothingGiven_IsNoBackend() => Assert.Null(_flags.Read(Parse(), "/work"));

    private ParseResult Parse(params string[] arguments)
    {
        var command = new RootCommand("test");
        _flags.AddTo(command);
        return command.Parse(arguments);
    }
}

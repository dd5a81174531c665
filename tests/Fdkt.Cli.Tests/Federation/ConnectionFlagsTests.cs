using Fdkt.Cli.Federation;

namespace Fdkt.Cli.Tests.Federation;

public sealed class ConnectionFlagsTests : IDisposable
{
    private const string Version2 = """{"schemaVersion": 2, "serviceBus": "sb://file", "storage": "folder:file", "model": "/model"}""";

    private readonly TestFederation _federation = new();

    [Fact]
    public async Task Read_Nothing_KnowsNothing() => Assert.Equal(new FederationSettings(2, null, null, null), await Read());

    [Fact]
    public async Task Read_Variables_AreUsed()
    {
        _federation.Variables["FDKT_SERVICE_BUS"] = "sb://variable";
        _federation.Variables["FDKT_STORAGE"] = "folder:variable";

        Assert.Equal(new FederationSettings(2, "sb://variable", "folder:variable", null), await Read());
    }

    [Fact]
    public async Task Read_FileByVariable_FillsWhatVariablesLeaveOut()
    {
        _federation.Folder.Write("federation.json", Version2);
        _federation.Variables["FDKT_FEDERATION"] = "federation.json";
        _federation.Variables["FDKT_SERVICE_BUS"] = "sb://variable";

        Assert.Equal(new FederationSettings(2, "sb://variable", "folder:file", "/model"), await Read());
    }

    [Fact]
    public async Task Read_FileByFlag_GoesOverVariablesAndUnderFlags()
    {
        _federation.Folder.Write("federation.json", Version2);
        _federation.Variables["FDKT_SERVICE_BUS"] = "sb://variable";
        _federation.Variables["FDKT_STORAGE"] = "folder:variable";

        Assert.Equal(new FederationSettings(2, "sb://flag", "folder:file", "/model"), await Read("--federation", "federation.json", "--service-bus", "sb://flag"));
    }

    [Theory]
    [InlineData("""{"schemaVersion": 3, "serviceBus": "sb://file"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("not json")]
    public async Task Read_ForeignFile_IsRefused(string content)
    {
        _federation.Folder.Write("federation.json", content);

        (int code, _, string error) = await _federation.RunAsync("client", "list", "--federation", "federation.json");

        Assert.Equal(2, code);
        Assert.Contains("federation.json: this is no federation file", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_MissingFile_IsNamed()
    {
        (int code, _, string error) = await _federation.RunAsync("client", "list", "--federation", "none.json");

        Assert.Equal(2, code);
        Assert.Contains("none.json: there is no such federation file", error, StringComparison.Ordinal);
    }

    public void Dispose() => _federation.Dispose();

    private async Task<FederationSettings?> Read(params string[] flags)
    {
        (int code, _, string error) = await _federation.RunAsync(["client", "list", .. flags]);
        Assert.True(code == 0, error);
        return _federation.Settings;
    }
}

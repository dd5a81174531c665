using System.Text.Json;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Json;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Clients;

namespace Fdkt.Cli.Tests.Federation;

public sealed class ClientCommandTests : IDisposable
{
    private readonly TestFederation _federation = new();

    [Fact]
    public async Task Init_CompleteCommandLine_MakesFolderKeyAndSettings()
    {
        (int code, string output, string error) = await InitAsync("--text", "note", "--label", "2", "--delta", "1e-4", "--json");

        Assert.True(code == 0, error);
        ClientFolder folder = ClientFolder.Open(Path.Combine(_federation.Folder.Path, "clinic"));
        Assert.Equal(["topics", "urgency"], folder.Settings.Tasks.Select(task => task.Value));
        Assert.Equal(new ClientPolicy(4, 12, 90, 1e-4), folder.Settings.Policy);
        Assert.Equal(Path.Combine(_federation.Folder.Path, "notes.csv"), folder.Settings.Data.Train!.Path);
        using ClientKey key = folder.OpenKey();
        using JsonDocument printed = JsonDocument.Parse(output);
        Assert.Equal(key.KeyId, printed.RootElement.GetProperty("keyId").GetString());
        Assert.DoesNotContain("PRIVATE", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_Users_AreProtectedAndTheOwnerIsToldWhatIsComposed()
    {
        (int code, string output, string error) = await InitAsync("--user", "patient", "--records-per-user", "5");

        Assert.True(code == 0, error);
        ClientSettings settings = ClientFolder.Open(Path.Combine(_federation.Folder.Path, "clinic")).Settings;
        Assert.Equal((ColumnReference.ByName("patient"), 5), (settings.Data.User, settings.Policy.RecordsPerUser));
        Assert.Contains("with all its repetitions composed", output, StringComparison.Ordinal);
        Assert.Contains("for one user with at most 5 records", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--user", "patient")]
    [InlineData("--records-per-user", "5")]
    [InlineData("--records-per-user", "0", "--user", "patient")]
    public async Task Init_UsersWithoutABoundOrTheOtherWay_IsRefused(params string[] flags)
    {
        (int code, _, _) = await InitAsync(flags);

        Assert.Equal(2, code);
        Assert.False(File.Exists(Path.Combine(_federation.Folder.Path, "clinic", "client.json")));
    }

    [Fact]
    public async Task Init_LabelsAndRecordsLeftOut_AreThoseOfTheFileAndTheOwnerIsTold()
    {
        _federation.Folder.Write("rows.csv", string.Concat(Enumerable.Range(0, 321).Select(i => $"{(i % 3 == 0 ? "calm" : "urgent")},note {i}\n")));

        (int code, string output, string error) = await _federation.RunAsync(
            "client", "init", "ward", "--client", "ward", "--train", "rows.csv", "--text", "2", "--label", "1", "--tasks", "topics", "--epsilon-per-round", "4", "--epsilon-total", "12",
            "--no-client-filter");

        Assert.True(code == 0, error);
        ClientSettings settings = ClientFolder.Open(Path.Combine(_federation.Folder.Path, "ward")).Settings;
        Assert.Equal(["calm", "urgent"], settings.Labels);
        // A fifth is held out, and the rest is rounded down to two digits.
        Assert.Equal((250, false), (settings.Policy.Records, settings.Policy.ClientFilter));
        Assert.Equal(HeaderMode.Absent, settings.Data.Train!.Header);
        Assert.Contains("declares 250 records of the labels calm, urgent", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_Twice_KeepsTheFirst()
    {
        await InitAsync();

        (int code, _, string error) = await InitAsync();

        Assert.Equal(2, code);
        Assert.Contains("set up here already", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--epsilon-per-round", "0")]
    [InlineData("--epsilon-total", "Infinity")]
    [InlineData("--delta", "1")]
    [InlineData("--tasks", "A B")]
    [InlineData("--client", "llm")]
    [InlineData("--records", "1")]
    [InlineData("--labels", "only")]
    [InlineData("--labels", "a,,b")]
    [InlineData("--client-filter-threshold", "1.5")]
    public async Task Init_ValueThatCannotBe_IsRefused(string flag, string value)
    {
        string[] usual = ["--client", "clinic", "--train", "notes.csv", "--labels", "a,b", "--records", "90", "--tasks", "topics", "--epsilon-per-round", "4", "--epsilon-total", "12"];
        string[] arguments = [.. usual.Chunk(2).Where(pair => pair[0] != flag).SelectMany(pair => pair), flag, value];

        (int code, _, _) = await _federation.RunAsync(["client", "init", "clinic", .. arguments]);

        Assert.Equal(2, code);
        Assert.False(File.Exists(Path.Combine(_federation.Folder.Path, "clinic", "client.json")));
    }

    [Theory]
    [InlineData("--client")]
    [InlineData("--train")]
    [InlineData("--tasks")]
    [InlineData("--epsilon-per-round")]
    [InlineData("--epsilon-total")]
    public async Task Init_WithoutWhatIsRequired_IsRefused(string flag)
    {
        string[] usual = ["--client", "clinic", "--train", "notes.csv", "--labels", "a,b", "--records", "90", "--tasks", "topics", "--epsilon-per-round", "4", "--epsilon-total", "12"];

        (int code, _, string error) = await _federation.RunAsync(["client", "init", "clinic", .. usual.Chunk(2).Where(pair => pair[0] != flag).SelectMany(pair => pair)]);

        Assert.Equal(2, code);
        Assert.Contains(flag, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_NewClient_PutsItsPublicKeyIntoTheRegistry()
    {
        await InitAsync();

        (int code, string output, string error) = await _federation.RunAsync("client", "enrol", "clinic", "--maximum-rows", "500", "--json");

        Assert.True(code == 0, error);
        ClientRegistration registration = JsonSerializer.Deserialize(output, FederationJsonContext.Default.ClientRegistration)!;
        Assert.Equal(4, registration.MaximumEpsilon);
        Assert.Equal(500, registration.MaximumRows);
        Assert.Equal(ManifestSignature.KeyId(Convert.FromBase64String(registration.PublicKey)), registration.KeyId);
    }

    [Fact]
    public async Task Enrol_OtherKeyOfTheSameName_NeedsReplace()
    {
        await InitAsync();
        await _federation.RunAsync("client", "enrol", "clinic");
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "client.json"));
        File.Delete(Path.Combine(_federation.Folder.Path, "clinic", "key.pem"));
        await InitAsync();

        (int refused, _, string error) = await _federation.RunAsync("client", "enrol", "clinic");
        (int replaced, _, _) = await _federation.RunAsync("client", "enrol", "clinic", "--replace");

        Assert.Equal(9, refused);
        Assert.Contains("--replace", error, StringComparison.Ordinal);
        Assert.Equal(0, replaced);
    }

    [Fact]
    public async Task Revoke_EnrolledClient_ListShowsIt()
    {
        await InitAsync();
        await _federation.RunAsync("client", "enrol", "clinic");

        (int code, _, _) = await _federation.RunAsync("client", "revoke", "clinic");
        (_, string list, _) = await _federation.RunAsync("client", "list", "--json");

        Assert.Equal(0, code);
        using JsonDocument clients = JsonDocument.Parse(list);
        Assert.NotEqual(JsonValueKind.Null, clients.RootElement[0].GetProperty("revokedAt").ValueKind);
    }

    [Fact]
    public async Task Revoke_UnknownClient_IsRefused()
    {
        (int code, _, string error) = await _federation.RunAsync("client", "revoke", "nobody");

        Assert.Equal(9, code);
        Assert.Contains("nobody is not enrolled", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_FolderWithoutClient_IsRefused()
    {
        (int code, _, string error) = await _federation.RunAsync("client", "enrol", "nowhere");

        Assert.Equal(2, code);
        Assert.Contains("fdkt client init", error, StringComparison.Ordinal);
    }

    public void Dispose() => _federation.Dispose();

    private Task<(int ExitCode, string Output, string Error)> InitAsync(params string[] more) => _federation.RunAsync(
        ["client", "init", "clinic", "--client", "clinic", "--train", "notes.csv", "--labels", "a,b", "--records", "90", "--tasks", "topics,urgency", "--epsilon-per-round", "4", "--epsilon-total", "12", .. more]);
}

using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Fdkt.Architecture.Tests.Infrastructure;

/// <summary>The hook of azd that makes the API's app registration, run with programs that only write down how they were called.</summary>
public sealed class AppRegistrationTests : IDisposable
{
    private const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";

    private readonly DirectoryInfo _path = Directory.CreateTempSubdirectory("fdkt-az-");

    [Fact]
    public async Task Preprovision_MakesAnAppWhoseTokensTheFunctionAppTakes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The hook is for a POSIX shell.");
        string[] calls = await RunAsync(new Dictionary<string, string>());

        JsonNode[] patches = [.. calls.Where(call => call.StartsWith("az rest", StringComparison.Ordinal)).Select(call => JsonNode.Parse(call[call.IndexOf('{', StringComparison.Ordinal)..])!)];
        JsonNode scope = patches[0]["api"]!["oauth2PermissionScopes"]!.AsArray().Single()!;
        JsonNode trusted = patches[1]["api"]!["preAuthorizedApplications"]!.AsArray().Single()!;
        Assert.Equal("api://made-up", (string)patches[0]["identifierUris"]!.AsArray().Single()!);
        Assert.Equal("SecurityGroup", (string)patches[0]["groupMembershipClaims"]!);
        Assert.True((bool)scope["isEnabled"]!);
        Assert.True(Guid.TryParse((string)scope["id"]!, out _));
        Assert.Equal((AzureCli, (string)scope["id"]!), ((string)trusted["appId"]!, (string)trusted["delegatedPermissionIds"]!.AsArray().Single()!));
        Assert.Equal("azd env set FDKT_API_CLIENT_ID made-up", calls[^1]);

        // The version of the tokens is the one whose issuer the authentication names.
        JsonNode registration = Deployment.Operator.OfType("Microsoft.Web/sites/config").Single()["properties"]!["identityProviders"]!["azureActiveDirectory"]!["registration"]!;
        Assert.Contains("{1}/v2.0'", (string)registration["openIdIssuer"]!, StringComparison.Ordinal);
        Assert.Equal(2, (int)patches[0]["api"]!["requestedAccessTokenVersion"]!);
    }

    [Fact]
    public async Task Preprovision_WhereAnAppIsNamed_MakesNone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The hook is for a POSIX shell.");

        Assert.Empty(await RunAsync(new Dictionary<string, string> { ["FDKT_API_CLIENT_ID"] = "there" }));
    }

    public void Dispose() => _path.Delete(recursive: true);

    private async Task<string[]> RunAsync(Dictionary<string, string> environment)
    {
        string log = Path.Combine(_path.FullName, "calls");
        File.WriteAllText(log, string.Empty);
        Program("az", $"echo \"az $*\" >> '{log}'; case \"$*\" in *create*appId*) echo made-up;; *show*) echo object;; esac");
        Program("azd", $"echo \"azd $*\" >> '{log}'");
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(SourceTree.Root, "infra", "azd", "preprovision.sh")]) { RedirectStandardError = true };
        start.Environment["PATH"] = $"{_path.FullName}:/usr/bin:/bin";
        start.Environment["AZURE_ENV_NAME"] = "test";
        start.Environment.Remove("FDKT_API_CLIENT_ID");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, error);
        return await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
    }

    private void Program(string name, string line)
    {
        string path = Path.Combine(_path.FullName, name);
        File.WriteAllText(path, $"#!/bin/sh\n{line}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}

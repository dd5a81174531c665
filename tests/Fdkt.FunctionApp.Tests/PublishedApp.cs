using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fdkt.FunctionApp.Tests;

/// <summary>What <c>azd deploy</c> would send: the project that azure.yaml names, published once for all tests.</summary>
public sealed class PublishedApp : IAsyncLifetime, IDisposable
{
    private static readonly string Configuration =
        typeof(PublishedApp).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Configuration").Value!;

    private readonly TemporaryFolder _folder = new();

    /// <summary>The functions' metadata, as the host reads it.</summary>
    public JsonArray Functions => JsonNode.Parse(Read("functions.metadata"))!.AsArray();

    /// <summary>All files, relative to the app's folder.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder.Path, file).Replace('\\', '/'))];

    public string Read(string file) => File.ReadAllText(Path.Combine(_folder.Path, file));

    public async ValueTask InitializeAsync()
    {
        string root = RepositoryRoot.Find();
        string project = Regex.Match(File.ReadAllText(Path.Combine(root, "azure.yaml")), @"(?m)^    project: (\S+)$").Groups[1].Value;
        var start = new ProcessStartInfo(
            "dotnet",
            // It is built already, as a reference of these tests. No build server may stay behind.
            ["publish", Path.Combine(root, project), "--no-build", "-c", Configuration, "-o", _folder.Path, "-nodeReuse:false", "-warnaserror"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await output + await error);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _folder.Dispose();
}

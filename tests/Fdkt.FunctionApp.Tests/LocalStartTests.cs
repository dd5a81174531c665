using System.Diagnostics;

namespace Fdkt.FunctionApp.Tests;

/// <summary>infra/local/function-app.sh, on a copy of the few files that it needs, with programs that only say how they were called.</summary>
public sealed class LocalStartTests : IDisposable
{
    private const string Output = "src/Fdkt.FunctionApp/bin/Release/net10.0";

    private readonly TemporaryFolder _root = new();

    public LocalStartTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The script is for a POSIX shell.");
        foreach (string folder in new[] { "infra/local", Output, "path" })
        {
            Directory.CreateDirectory(Path.Combine(_root.Path, folder));
        }

        foreach (string file in new[] { "infra/local/function-app.sh", "local.settings.sample.json" })
        {
            File.Copy(Path.Combine(RepositoryRoot.Find(), file), Path.Combine(_root.Path, file));
        }

        foreach (string program in new[] { "dirname", "cp" })
        {
            File.CreateSymbolicLink(Path.Combine(_root.Path, "path", program), Path.Combine("/usr/bin", program));
        }

        AddProgram("dotnet");
    }

    [Fact]
    public async Task Start_WithoutCoreTools_SaysWhatToInstall()
    {
        (int exitCode, string output, string error) = await RunAsync();

        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Contains("npm install --global azure-functions-core-tools@4", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithCoreTools_BuildsTheAppAndRunsItWithTheSampleSettings()
    {
        AddProgram("func");

        (int exitCode, string output, _) = await RunAsync("--port", "7072");

        Assert.Equal(0, exitCode);
        Assert.Equal([$"dotnet build src/Fdkt.FunctionApp -c Release in {_root.Path}", $"func start --no-build --port 7072 in {_root.Path}/{Output}"], output.Trim().Split('\n'));
        Assert.Equal(File.ReadAllText(Path.Combine(_root.Path, "local.settings.sample.json")), File.ReadAllText(Path.Combine(_root.Path, "local.settings.json")));
    }

    public void Dispose() => _root.Dispose();

    private void AddProgram(string name)
    {
        string path = _root.Write(Path.Combine("path", name), $"#!/bin/sh\necho \"{name} $* in $PWD\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh", [Path.Combine(_root.Path, "infra/local/function-app.sh"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = Path.Combine(_root.Path, "path");
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await error);
    }
}

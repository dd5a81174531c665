using System.Diagnostics;
using Fdkt.Transport.Azure;

namespace Fdkt.Transport.Tests.Azure;

[Collection(AzuriteTests.Name)]
public sealed class AzuriteProcessTests(AzuriteFixture fixture)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DisposeAsync_RunningEmulator_EndsItsProcess()
    {
        Assert.NotNull(fixture.Azurite);
        AzuriteProcess azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), Token);
        using var process = Process.GetProcessById(azurite.ProcessId);

        await azurite.DisposeAsync();

        Assert.True(process.HasExited);
    }

    [Fact]
    public async Task Emulator_WhoStartedItIsGone_Ends()
    {
        Assert.NotNull(fixture.Azurite);
        await using AzuriteProcess azurite = await AzuriteProcess.StartAsync(new AzuriteOptions(), Token);

        // As the system does when a process dies.
        azurite.StandardInput.Close();

        await azurite.WaitForExitAsync(Token);
    }

    [Fact]
    public async Task StartAsync_DataFolder_KeepsWhatWasStored()
    {
        Assert.NotNull(fixture.Azurite);
        using var folder = new TemporaryFolder();
        var options = new AzuriteOptions { DataFolder = folder.Path };
        await using (AzuriteProcess first = await AzuriteProcess.StartAsync(options, Token))
        {
            await new AzureStorage(new AzureStorageOptions { ConnectionString = first.ConnectionString }).CreateContainersAndQueuesAsync(Token);
        }

        await using AzuriteProcess second = await AzuriteProcess.StartAsync(options, Token);
        var storage = new AzureStorage(new AzureStorageOptions { ConnectionString = second.ConnectionString });

        Assert.True(await storage.Container(StorageNames.Control).ExistsAsync(Token));
    }

    [Fact]
    public async Task StartAsync_NodeIsMissing_SaysWhatIsNeeded()
    {
        Assert.NotNull(fixture.Azurite);

        AzuriteUnavailableException error = await Assert.ThrowsAsync<AzuriteUnavailableException>(
            () => AzuriteProcess.StartAsync(new AzuriteOptions { Node = "no-such-node" }, Token));

        Assert.Contains("Node 20 or later is needed", error.Message, StringComparison.Ordinal);
        Assert.Contains("no-such-node", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NpmIsMissing_SaysWhatIsNeededAndLeavesNoInstallation()
    {
        using var folder = new TemporaryFolder();
        List<string> progress = [];
        var options = new AzuriteOptions { CacheFolder = folder.Path, Npm = "no-such-npm", Progress = progress.Add };

        AzuriteUnavailableException error = await Assert.ThrowsAsync<AzuriteUnavailableException>(() => AzuriteProcess.StartAsync(options, Token));

        Assert.Contains("npm", error.Message, StringComparison.Ordinal);
        Assert.Single(progress);
        Assert.DoesNotContain(Directory.GetDirectories(folder.Path), path => !path.EndsWith(".new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task StartAsync_NpmFails_SaysSoAndTriesAgainNextTime()
    {
        using var folder = new TemporaryFolder();
        List<string> progress = [];
        // It is there, it is no npm, and it fails.
        var options = new AzuriteOptions { CacheFolder = folder.Path, Npm = "dotnet", Progress = progress.Add };

        for (int i = 0; i < 2; i++)
        {
            AzuriteUnavailableException error = await Assert.ThrowsAsync<AzuriteUnavailableException>(() => AzuriteProcess.StartAsync(options, Token));
            Assert.Contains("exit code", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, progress.Count);
    }
}

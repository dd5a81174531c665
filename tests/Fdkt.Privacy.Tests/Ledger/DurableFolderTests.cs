using Fdkt.Privacy.Ledger;

namespace Fdkt.Privacy.Tests.Ledger;

public sealed class DurableFolderTests
{
    [Fact]
    public void Flush_Folder_Returns() => DurableFolder.Flush(AppContext.BaseDirectory);

    [Fact]
    public void Flush_MissingFolder_SaysWhich()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows flushes no folders.");
        string missing = Path.Combine(AppContext.BaseDirectory, "no-such-folder");

        Assert.Contains($"'{missing}' cannot be opened", Assert.Throws<IOException>(() => DurableFolder.Flush(missing)).Message, StringComparison.Ordinal);
    }
}

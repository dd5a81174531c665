using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Tests.Files;

public sealed class FullDiskTests
{
    [Fact]
    public void Report_RealFullDevice_SaysThereIsNoSpace()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no /dev/full.");
        using var error = new StringWriter();
        IOException fault = Assert.Throws<IOException>(() =>
        {
            using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            full.Write(new byte[100]);
        });

        ExitCode code = new ErrorReporter(error, TimeProvider.System, Path.GetTempPath()).Report(fault);

        Assert.Equal(ExitCode.InputOutput, code);
        Assert.StartsWith("fdkt: There is no space left", error.ToString(), StringComparison.Ordinal);
    }
}

using System.Runtime.InteropServices;
using Fdkt.Learning.Native;
using TorchSharp;

namespace Fdkt.Learning.Tests.Native;

public sealed partial class TorchRuntimeTests
{
    [Fact]
    public void EnsureLoaded_BeforeFirstTensor_MatrixProductAndBackwardWork()
    {
        TorchRuntime.EnsureLoaded();

        using var scope = torch.NewDisposeScope();
        using torch.Tensor x = torch.tensor([1f, 2f, 3f, 4f]).reshape(2, 2).requires_grad_();
        torch.matmul(x, x).sum().backward();

        // d/dX of the sum of X·X: row sums of X by column plus column sums of X by row.
        Assert.Equal([7f, 11f, 9f, 13f], x.grad!.data<float>().ToArray());
    }

    [Fact]
    public async Task EnsureLoaded_ManyThreadsAtOnce_AllReturnWithTheLibraryLoaded()
    {
        using var start = new ManualResetEventSlim();
        Task<float>[] callers = [.. Enumerable.Range(0, 16).Select(i => Task.Factory.StartNew(
            () =>
            {
                start.Wait();
                TorchRuntime.EnsureLoaded();
                using torch.Tensor ones = torch.ones(i + 1);
                return ones.sum().item<float>();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        start.Set();

        float[] sums = await Task.WhenAll(callers);

        Assert.Equal(Enumerable.Range(1, 16).Select(i => (float)i), sums);
    }

    [Fact]
    public void EnsureLoaded_OnLinux_LimitsHowLongThreadsSpin()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "GNU OpenMP is the library's on Linux only.");
        Assert.SkipWhen(Environment.GetEnvironmentVariable("OMP_WAIT_POLICY") is not null, "The user has chosen how threads wait.");

        TorchRuntime.EnsureLoaded();

        Assert.Equal(Environment.GetEnvironmentVariable("GOMP_SPINCOUNT") ?? "5000", Marshal.PtrToStringUTF8(NativeEnvironment("GOMP_SPINCOUNT")));
    }

    [Fact]
    public void EnsureLoaded_LeavesNoConsolidatedCopyInTheOutput()
    {
        TorchRuntime.EnsureLoaded();
        using torch.Tensor tensor = torch.zeros(1);

        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cpu")));
    }

    [LibraryImport("libc.so.6", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeEnvironment(string name);
}

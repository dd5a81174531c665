using Fdkt.Learning.Native;
using TorchSharp;

namespace Fdkt.Learning.Tests.Native;

public sealed class TensorPlaceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" cpu ")]
    public void Parse_Processor_IsThere(string? text) => Assert.Equal(DeviceType.CPU, TensorPlace.Parse(text).type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0:1")]
    [InlineData("cpu:0")]
    public void Parse_NoDevice_SaysWhatToGive(string text) =>
        Assert.Contains("give cpu, cuda or cuda:N", Assert.Throws<TorchRuntimeException>(() => TensorPlace.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_CudaThatIsNotThere_SaysWhatToDoAndLeavesTheOutputAsItIs()
    {
        Assert.SkipWhen(TensorPlace.HasCuda, "There is a CUDA device.");

        TorchRuntimeException error = Assert.Throws<TorchRuntimeException>(() => TensorPlace.Parse("cuda"));

        Assert.Contains("FdktCuda=true", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(AppContext.BaseDirectory, "cuda")));
    }

    [Fact]
    public void Find_FolderOfTheUser_IsTheOnlyOneForLibTorch()
    {
        DirectoryInfo own = Directory.CreateTempSubdirectory("fdkt-test-");
        DirectoryInfo theirs = Directory.CreateTempSubdirectory("fdkt-test-");
        try
        {
            foreach (string file in (string[])["libc10.so", "libtorch_cpu.so", "libtorch.so", "libLibTorchSharp.so"])
            {
                File.WriteAllText(Path.Combine(own.FullName, file), "own");
            }

            foreach (string file in (string[])["libgomp-1.so.1", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"])
            {
                File.WriteAllText(Path.Combine(theirs.FullName, file), "theirs");
            }

            TorchNatives natives = TorchNatives.Find([own.FullName], theirs.FullName);

            Assert.True(natives.AreElsewhere);
            Assert.True(natives.HasCuda);
            Assert.Equal(Path.Combine(own.FullName, "libLibTorchSharp.so"), natives.TorchSharp);
            Assert.Equal(["libgomp-1.so.1", "libc10.so", "libtorch_cpu.so", "libc10_cuda.so", "libtorch_cuda.so", "libtorch.so"], natives.LibTorch.Select(path => Path.GetFileName(path)));
            Assert.All(natives.LibTorch, path => Assert.StartsWith(theirs.FullName, path, StringComparison.Ordinal));
            Assert.False(TorchNatives.Find([own.FullName]).HasCuda);
            Assert.Throws<TorchRuntimeException>(() => TorchNatives.Find([own.FullName], Path.GetTempPath() + "none"));
        }
        finally
        {
            own.Delete(recursive: true);
            theirs.Delete(recursive: true);
        }
    }
}

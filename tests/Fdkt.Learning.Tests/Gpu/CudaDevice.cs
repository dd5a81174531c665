using Fdkt.Learning.Native;
using static TorchSharp.torch;

namespace Fdkt.Learning.Tests.Gpu;

/// <summary>The GPU, for tests of category Gpu.</summary>
internal static class CudaDevice
{
    /// <summary>The first CUDA device; skips the test where there is none.</summary>
    public static Device Require()
    {
        Assert.SkipUnless(TensorPlace.HasCuda, "No CUDA device, or a build without FdktCuda=true.");
        return new Device(TorchSharp.DeviceType.CUDA, 0);
    }
}

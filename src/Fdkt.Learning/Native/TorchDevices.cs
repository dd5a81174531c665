using static TorchSharp.torch;

namespace Fdkt.Learning.Native;

/// <summary>What the tensor library can compute on.</summary>
public static class TorchDevices
{
    /// <summary>Whether there is a GPU that the library which was built in can use.</summary>
    /// <exception cref="TorchRuntimeException">The library cannot be loaded here.</exception>
    public static bool HasGpu
    {
        get
        {
            TorchRuntime.EnsureLoaded();
            return cuda.is_available();
        }
    }
}

using TorchSharp;

namespace Fdkt.Learning.Native;

/// <summary>Where models and their tensors live: chosen once per process, by the environment variable <c>FDKT_DEVICE</c>.</summary>
/// <remarks>
/// <c>cpu</c>, the default, <c>cuda</c> or <c>cuda:N</c>. Whatever makes a model of its own accord makes it there; everything that works on a model follows the model's device, so tests may mix.
/// Thread-safe.
/// </remarks>
public static class TensorPlace
{
    /// <summary>Environment variable with the choice.</summary>
    public const string Variable = "FDKT_DEVICE";

    private const string Processor = "cpu";
    private const string Cuda = "cuda";

    private static readonly Lazy<torch.Device> Chosen = new(() => Parse(Environment.GetEnvironmentVariable(Variable)), LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The device. The first look at it loads the tensor library.</summary>
    /// <exception cref="TorchRuntimeException">The variable names no device, or one that is not there.</exception>
    public static torch.Device Device => Chosen.Value;

    /// <summary>The device in words, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public static string Name => IsGpu ? Device.ToString() : Processor;

    /// <summary>Whether the chosen device is a GPU. Where the processor was chosen, that is said without the tensor library.</summary>
    public static bool IsGpu => NameOf(Environment.GetEnvironmentVariable(Variable)) != Processor && Device.type != DeviceType.CPU;

    /// <summary>Whether a CUDA device can be used. False also where the library is the one for processors.</summary>
    public static bool HasCuda
    {
        get
        {
            TorchRuntime.EnsureLoaded();
            // Where the CUDA half is missing TorchSharp would search for it, at the cost that TorchRuntime tells of.
            return (!OperatingSystem.IsLinux() || TorchNatives.Find().HasCuda) && torch.cuda.is_available();
        }
    }

    internal static torch.Device Parse(string? text)
    {
        TorchRuntime.EnsureLoaded();
        string name = NameOf(text);
        if (name == Processor)
        {
            return torch.CPU;
        }

        string[] parts = name.Split(':');
        int index = 0;
        if (parts[0] != Cuda || parts.Length > 2 || (parts.Length == 2 && !int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out index)))
        {
            throw new TorchRuntimeException(name, null, $"{Variable} is '{name}', which is no device: give {Processor}, {Cuda} or {Cuda}:N.");
        }

        if (!HasCuda)
        {
            throw new TorchRuntimeException(
                name, null, $"{Variable} is '{name}', and there is no CUDA device: build with -p:FdktCuda=true (or name a folder of libtorch for CUDA in {TorchNatives.FolderVariable}), and check the driver with nvidia-smi.");
        }

        int count = torch.cuda.device_count();
        return index < count
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new TorchRuntimeException(name, null, $"{Variable} is '{name}', and there are {count} CUDA devices: give {Cuda}:0 to {Cuda}:{count - 1}.");
    }

    private static string NameOf(string? text) => string.IsNullOrWhiteSpace(text) ? Processor : text.Trim();
}

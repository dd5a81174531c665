using System.CommandLine;
using Fdkt.Learning.Native;

namespace Fdkt.Cli.Commands;

/// <summary><c>--device</c>: where tensors live, for this process and the processes it starts.</summary>
internal static class DeviceFlag
{
    private const string Name = "--device";

    public static Option<string?> Create() => new(Name)
    {
        HelpName = "DEVICE",
        Description = $"Where models live: cpu, cuda or cuda:N. Default: {TensorPlace.Variable}, else cpu.",
        Recursive = true,
    };

    /// <summary>Takes over the choice, before anything looks at it.</summary>
    public static void Apply(ParseResult result)
    {
        if (result.GetValue<string?>(Name) is { } device)
        {
            Environment.SetEnvironmentVariable(TensorPlace.Variable, device);
        }
    }
}

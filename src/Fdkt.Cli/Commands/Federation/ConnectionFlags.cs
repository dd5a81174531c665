using System.CommandLine;
using System.Text.Json;
using Fdkt.Cli.Errors;
using Fdkt.Cli.Federation;
using Fdkt.Cli.Files;

namespace Fdkt.Cli.Commands.Federation;

/// <summary>Where the federation is: flags first, then the file that <c>--federation</c> names, then the environment.</summary>
internal sealed class ConnectionFlags
{
    private const string ServiceBusVariable = "FDKT_SERVICE_BUS";
    private const string StorageVariable = "FDKT_STORAGE";
    private const string FileVariable = "FDKT_FEDERATION";

    // A connection file is a few hundred bytes; anything larger is another file.
    private const long LargestFileBytes = 64 * 1024;

    private readonly Option<string?> _serviceBus = ServiceBus($"Default: {ServiceBusVariable}.");
    private readonly Option<string?> _storage = Flag.Text("--storage", "ADDRESS", $"https://ACCOUNT.blob.core.windows.net, a connection string, or folder:PATH. Default: {StorageVariable}.");
    private readonly Option<string?> _file = Flag.Text("--federation", "FILE", $"A {FederationSettings.FileName} that 'fdkt up' wrote; it names Service Bus, storage and model. Default: {FileVariable}.");

    /// <summary>The flag that says where Service Bus is.</summary>
    /// <param name="otherwise">What is taken where it is not given, as a sentence.</param>
    public static Option<string?> ServiceBus(string otherwise) =>
        Flag.Text("--service-bus", "CONNECTION", $"Azure Service Bus: NAMESPACE.servicebus.windows.net, where an identity signs in, or a connection string, as emulators have. {otherwise}");

    /// <summary>Adds the flags to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_serviceBus);
        command.Options.Add(_storage);
        command.Options.Add(_file);
    }

    /// <summary>Reads the settings; what is missing is reported where it is used.</summary>
    /// <exception cref="UserErrorException">The file cannot be used.</exception>
    public FederationSettings Read(ParseResult result, CommandContext context)
    {
        FederationSettings? named = result.GetValue(_file) is { } path ? ReadFile(path, context) : null;
        FederationSettings? usual = named is null && context.Variable(FileVariable) is { Length: > 0 } variable ? ReadFile(variable, context) : null;
        return new FederationSettings(
            FederationSettings.CurrentSchemaVersion,
            result.GetValue(_serviceBus) ?? named?.ServiceBus ?? Variable(context, ServiceBusVariable) ?? usual?.ServiceBus,
            result.GetValue(_storage) ?? named?.Storage ?? Variable(context, StorageVariable) ?? usual?.Storage,
            named?.Model ?? usual?.Model);
    }

    private static string? Variable(CommandContext context, string name) => context.Variable(name) is { Length: > 0 } value ? value : null;

    private static FederationSettings ReadFile(string path, CommandContext context)
    {
        byte[] bytes = UserFile.Read(path, context.CurrentDirectory, LargestFileBytes, "federation file", $"Name the {FederationSettings.FileName} in the output folder of 'fdkt up'.");
        try
        {
            FederationSettings? settings = JsonSerializer.Deserialize(bytes, FederationFileContext.Default.FederationSettings);
            if (settings?.SchemaVersion == FederationSettings.CurrentSchemaVersion)
            {
                return settings;
            }
        }
        catch (JsonException)
        {
            // The same message as for a file of another version: neither was written by this build.
        }

        throw new UserErrorException(ExitCode.InvalidInput, $"{path}: this is no federation file of this version of Fdkt", "Start the federation again with 'fdkt up', or give --service-bus and --storage.");
    }
}

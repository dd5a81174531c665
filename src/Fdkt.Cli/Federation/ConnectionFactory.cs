using Azure.Core;
using Azure.Messaging.ServiceBus;
using Fdkt.Cli.Commands;
using Fdkt.Cli.Errors;
using Fdkt.Contracts.Inbox;
using Fdkt.Transport.Artifacts.Azure;
using Fdkt.Transport.Artifacts.Folder;
using Fdkt.Transport.Azure;
using Fdkt.Transport.Documents.Azure;
using Fdkt.Transport.Documents.Folder;
using Fdkt.Transport.Inbox.Azure;
using Fdkt.Transport.Jobs.ServiceBus;
using Fdkt.Transport.Journal.Azure;
using Fdkt.Transport.Journal.Folder;

namespace Fdkt.Cli.Federation;

/// <summary>Makes the ports that settings name: Service Bus for jobs; a storage account, an emulator or a folder for the rest.</summary>
internal static class ConnectionFactory
{
    private const string BlobHost = ".blob.";
    private const string QueueHost = ".queue.";

    /// <summary>Prepares the ports; nothing is opened before it is used.</summary>
    /// <exception cref="UserErrorException">At first use: an address is missing or is none.</exception>
    public static FederationConnection Connect(FederationSettings settings, CommandContext context)
    {
        var faults = new BrokerFaults();
        return new FederationConnection(() => Queue(settings, context, faults), () => Stores(Address(settings, context.CurrentDirectory), context), faults);
    }

    /// <summary>The storage account of an address that is no folder.</summary>
    /// <param name="address">The address.</param>
    /// <param name="credential">Makes the identity that signs in; asked for where the address takes one.</param>
    public static AzureStorage Account(StorageAddress address, Func<TokenCredential> credential) => new(address.Kind == StorageKind.ConnectionString
        ? new AzureStorageOptions { ConnectionString = address.Value }
        : new AzureStorageOptions { BlobService = new Uri(address.Value), QueueService = QueueService(address.Value), Credential = credential() });

    /// <summary>The client of a Service Bus namespace or emulator; it connects when it is first used.</summary>
    /// <param name="serviceBus">Where it is.</param>
    /// <param name="context">From outside.</param>
    /// <exception cref="UserErrorException">The text is no address.</exception>
    public static ServiceBusClient Client(string serviceBus, CommandContext context)
    {
        try
        {
            return ServiceBusAddress.Open(serviceBus, () => FederationCredential.Create(context.Variable));
        }
        catch (FormatException error)
        {
            throw new UserErrorException(ExitCode.InvalidInput, $"--service-bus: {error.Message.TrimEnd('.')}", "To sign in with an identity give NAMESPACE.servicebus.windows.net.", error);
        }
    }

    private static StorageAddress Address(FederationSettings settings, string baseDirectory) => settings.Storage is { } text
        ? StorageAddress.Parse(text, baseDirectory)
        : throw new UserErrorException(ExitCode.InvalidInput, "--storage: no storage is named", "Give --storage, FDKT_STORAGE, or the file of 'fdkt up' with --federation.");

    private static FederationStores Stores(StorageAddress address, CommandContext context)
    {
        if (address.Kind == StorageKind.Folder)
        {
            return new FederationStores(new FolderArtifactStore(address.Value), new FolderDocumentStore(address.Value), new FolderRoundJournalStore(address.Value), NoInbox);
        }

        AzureStorage storage = Account(address, () => FederationCredential.Create(context.Variable));
        return new FederationStores(new BlobArtifactStore(storage), new BlobDocumentStore(storage), new BlobRoundJournalStore(storage), () => new QueueDemoInbox(storage, context.Clock));
    }

    private static IDemoInbox NoInbox() => throw new UserErrorException(
        ExitCode.InvalidInput, "--storage: a folder has no queue for announcements of demonstrations", "Give a storage account or an emulator; 'fdkt up' starts one.");

    private static ServiceBusJobQueue Queue(FederationSettings settings, CommandContext context, BrokerFaults faults)
    {
        string text = settings.ServiceBus
            ?? throw new UserErrorException(ExitCode.InvalidInput, "--service-bus: no Service Bus is named", "Give --service-bus, FDKT_SERVICE_BUS, or the file of 'fdkt up' with --federation.");
        return new ServiceBusJobQueue(Client(text, context), context.Clock, faults.Hear);
    }

    private static Uri QueueService(string blobService) => blobService.Contains(BlobHost, StringComparison.OrdinalIgnoreCase)
        ? new Uri(blobService.Replace(BlobHost, QueueHost, StringComparison.OrdinalIgnoreCase))
        : throw new UserErrorException(ExitCode.InvalidInput, "--storage: the address is not that of a blob service", "Give https://ACCOUNT.blob.core.windows.net.");
}

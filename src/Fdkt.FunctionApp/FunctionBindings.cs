namespace Fdkt.FunctionApp;

/// <summary>Names that triggers take as constants. They repeat those of the contracts and of infra/names.json; a test compares them.</summary>
internal static class FunctionBindings
{
    /// <summary>Setting that holds the namespace of Service Bus, or an emulator's connection string.</summary>
    public const string ServiceBus = "FDKT_SERVICE_BUS";

    /// <summary>Setting prefix of the federation's storage account.</summary>
    public const string InboxConnection = "FederationStorage";

    /// <summary>Announcements of demonstrations.</summary>
    public const string DemoUploads = "demo-uploads";

    /// <summary>Setting that holds the address, or an emulator's connection string, of the federation's storage.</summary>
    public const string Storage = "FDKT_STORAGE";

    /// <summary>Setting that says what stands before the API; <see cref="Entra"/> is the only word that opens it.</summary>
    public const string ApiProtection = "FDKT_API_PROTECTION";

    /// <summary>App Service authentication lets nobody through without a token of the tenant.</summary>
    public const string Entra = "entra";
}

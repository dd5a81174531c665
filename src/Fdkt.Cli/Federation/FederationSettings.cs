namespace Fdkt.Cli.Federation;

/// <summary>Where a federation is: what <c>federation.json</c> holds, for the other commands to find it with <c>--federation</c>.</summary>
/// <param name="SchemaVersion">Version of the file: <see cref="CurrentSchemaVersion"/>.</param>
/// <param name="ServiceBus">Namespace or connection string of Service Bus; null where it is not known. May hold a key, so it is not shown.</param>
/// <param name="Storage">Connection string, https address or <c>folder:PATH</c>; null where it is not known. May hold a key, so it is not shown.</param>
/// <param name="Model">Folder of the public model that the rounds use; null means the one that ships with Fdkt.</param>
internal sealed record FederationSettings(int SchemaVersion, string? ServiceBus, string? Storage, string? Model)
{
    public const int CurrentSchemaVersion = 2;

    /// <summary>The file's name in an output folder.</summary>
    public const string FileName = "federation.json";
}

namespace Fdkt.Transport.Azure;

/// <summary>How the storage emulator is started.</summary>
public sealed record AzuriteOptions
{
    private const string OwnVariable = "FDKT_AZURITE";
    private const string CacheVariable = "FDKT_CACHE";

    /// <summary>Where blobs and queues are kept; null keeps them in memory.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Where Azurite is installed once for all; default <c>FDKT_AZURITE</c>, else <c>FDKT_CACHE</c>, else a folder of the user.</summary>
    public string CacheFolder { get; init; } = Environment.GetEnvironmentVariable(OwnVariable) ?? Environment.GetEnvironmentVariable(CacheVariable)
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "fdkt");

    /// <summary>The Node program.</summary>
    public string Node { get; init; } = "node";

    /// <summary>The npm program, for the installation.</summary>
    public string Npm { get; init; } = OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Told in one line each what takes long.</summary>
    public Action<string> Progress { get; init; } = static _ => { };
}

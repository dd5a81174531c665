namespace Fdkt.Cli.Federation;

/// <summary>Forms of a storage address.</summary>
internal enum StorageKind
{
    /// <summary>A folder of this machine.</summary>
    Folder,

    /// <summary>A storage account, entered with an identity.</summary>
    Entra,

    /// <summary>A connection string with a key: emulators.</summary>
    ConnectionString,
}

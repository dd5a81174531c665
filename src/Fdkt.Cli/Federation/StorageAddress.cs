using Fdkt.Cli.Errors;

namespace Fdkt.Cli.Federation;

/// <summary>Where artifacts, documents, journals and the inbox are.</summary>
/// <param name="Kind">Which of the three forms it is.</param>
/// <param name="Value">The folder, the account's address, or the connection string. May hold a key: never shown.</param>
internal sealed record StorageAddress(StorageKind Kind, string Value)
{
    private const string FolderPrefix = "folder:";
    private const string Remedy = "Give folder:PATH, https://ACCOUNT.blob.core.windows.net, or a connection string of an emulator.";

    /// <summary>Reads an address. The message of a fault never repeats it.</summary>
    /// <param name="text">The address.</param>
    /// <param name="baseDirectory">What the path of a folder is relative to.</param>
    /// <exception cref="UserErrorException">It is none of the forms.</exception>
    public static StorageAddress Parse(string text, string baseDirectory)
    {
        string trimmed = text.Trim();
        if (trimmed.StartsWith(FolderPrefix, StringComparison.OrdinalIgnoreCase))
        {
            string path = trimmed[FolderPrefix.Length..];
            return path.Length > 0 ? new StorageAddress(StorageKind.Folder, Path.GetFullPath(path, baseDirectory)) : throw Fault("folder: names no folder");
        }

        if (Uri.TryCreate(trimmed, UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http")
        {
            // A token sent over plain http could be read on the way.
            return address is { Scheme: "https", Query: "", UserInfo: "" }
                ? new StorageAddress(StorageKind.Entra, trimmed)
                : throw Fault("an address without a connection string must be https, without a query or a user name");
        }

        return trimmed.Split(';').Any(part => part.StartsWith("AccountName=", StringComparison.OrdinalIgnoreCase)
                || part.StartsWith("BlobEndpoint=", StringComparison.OrdinalIgnoreCase)
                || part.StartsWith("UseDevelopmentStorage=", StringComparison.OrdinalIgnoreCase))
            ? new StorageAddress(StorageKind.ConnectionString, trimmed)
            : throw Fault("it is neither a folder, an https address nor a connection string");
    }

    /// <summary>The form, without what may be secret.</summary>
    public override string ToString() => Kind == StorageKind.ConnectionString ? "a connection string" : Value;

    private static UserErrorException Fault(string problem) => new(ExitCode.InvalidInput, $"storage: {problem}", Remedy);
}

namespace Fdkt.Transport.Files;

/// <summary>A lock between processes that share a folder. A process that dies lets go of it.</summary>
internal sealed class FileLock : IDisposable
{
    // Holders write one small file; who waits longer than this waits for a process that hangs.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _held;

    private FileLock(FileStream held) => _held = held;

    public static Task<FileLock> AcquireAsync(string path, CancellationToken cancellationToken) => AcquireAsync(path, Patience, cancellationToken);

    /// <exception cref="TimeoutException">Another process does not let go.</exception>
    public static async Task<FileLock> AcquireAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        long began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException error) when (IsHeldElsewhere(error))
            {
                if (TimeProvider.System.GetElapsedTime(began) > patience)
                {
                    throw new TimeoutException($"{path} stays locked by another process.", error);
                }
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _held.Dispose();

    // A sharing violation has no exception of its own: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsHeldElsewhere(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);
}

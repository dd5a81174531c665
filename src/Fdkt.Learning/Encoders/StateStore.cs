namespace Fdkt.Learning.Encoders;

/// <summary>The segments of one encoder and mode in a cache's folder. Thread-safe; several processes may use one folder.</summary>
internal sealed class StateStore(string root, string name, long maximumBytes) : IDisposable
{
    private const string Ending = ".states";

    // More files than this become one.
    private const int MostSegments = 16;

    private readonly string _folder = Path.Combine(root, name);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, StateSegment> _segments = new(StringComparer.Ordinal);
    private readonly Dictionary<StateKey, (StateSegment Segment, int Row)> _index = [];

    /// <summary>The states that are there; null for the others.</summary>
    public float[]?[] Read(StateKey[] keys)
    {
        lock (_gate)
        {
            Refresh();
            var found = new float[]?[keys.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                if (_index.TryGetValue(keys[i], out (StateSegment Segment, int Row) place))
                {
                    found[i] = place.Segment.Read(place.Row);
                    if (found[i] is null)
                    {
                        Drop(place.Segment, delete: true);
                    }
                }
            }

            return found;
        }
    }

    /// <summary>Adds states. Where they can't be written, nothing is added.</summary>
    public void Add(StateKey[] keys, float[][] states)
    {
        lock (_gate)
        {
            if (keys.Length == 0 || !MakeRoom(StateSegment.SizeOf(keys.Length, states[0].Length)))
            {
                return;
            }

            try
            {
                Write(keys, states);
                Refresh();
                if (_segments.Count > MostSegments)
                {
                    Merge();
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A full disk or a folder that is not ours costs time alone.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (StateSegment segment in _segments.Values)
            {
                segment.Dispose();
            }

            _segments.Clear();
            _index.Clear();
        }
    }

    private void Write(StateKey[] keys, float[][] states)
    {
        PrivateFolder(root);
        PrivateFolder(_folder);
        StateSegment.Write(Path.Combine(_folder, $"{Guid.NewGuid():N}{Ending}"), keys, states);
    }

    /// <summary>Takes in what others wrote, and lets go of what they took away.</summary>
    private void Refresh()
    {
        string[] files = Files(_folder);
        foreach (StateSegment gone in _segments.Where(pair => !files.Contains(pair.Key, StringComparer.Ordinal)).Select(pair => pair.Value).ToArray())
        {
            Drop(gone, delete: false);
        }

        foreach (string file in files.Where(file => !_segments.ContainsKey(file)))
        {
            TakeIn(file);
        }
    }

    private void TakeIn(string file)
    {
        try
        {
            if (StateSegment.Open(file) is not { } segment)
            {
                Delete(file);
                return;
            }

            _segments.Add(file, segment);
            for (int row = 0; row < segment.Keys.Length; row++)
            {
                _index[segment.Keys[row]] = (segment, row);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Gone since it was listed, or not ours.
        }
    }

    /// <summary>Writes all segments as one, then takes them away.</summary>
    private void Merge()
    {
        var keys = new List<StateKey>(_index.Count);
        var states = new List<float[]>(_index.Count);
        StateSegment[] old = [.. _segments.Values];
        foreach ((StateKey key, (StateSegment segment, int row)) in _index)
        {
            if (segment.Read(row) is { } state)
            {
                keys.Add(key);
                states.Add(state);
            }
        }

        // The length of a state is the same in all of one encoder, but an endpoint's may have changed.
        if (states.Count > 0 && states.TrueForAll(state => state.Length == states[0].Length))
        {
            Write([.. keys], [.. states]);
        }

        foreach (StateSegment segment in old)
        {
            Drop(segment, delete: true);
        }

        Refresh();
    }

    private void Drop(StateSegment segment, bool delete)
    {
        foreach (StateKey key in segment.Keys)
        {
            if (_index.TryGetValue(key, out (StateSegment Segment, int Row) place) && place.Segment == segment)
            {
                _index.Remove(key);
            }
        }

        _segments.Remove(segment.Path);
        segment.Dispose();
        if (delete)
        {
            Delete(segment.Path);
        }
    }

    /// <summary>Takes away the oldest files of the folder, of any encoder, until so many more bytes fit.</summary>
    private bool MakeRoom(long bytes)
    {
        if (bytes > maximumBytes || !Directory.Exists(root))
        {
            return bytes <= maximumBytes;
        }

        try
        {
            FileInfo[] files = [.. new DirectoryInfo(root).EnumerateFiles($"*{Ending}", SearchOption.AllDirectories).OrderBy(file => file.LastWriteTimeUtc)];
            long total = files.Sum(file => file.Length);
            foreach (FileInfo file in files)
            {
                if (total + bytes <= maximumBytes)
                {
                    break;
                }

                total -= file.Length;
                Delete(file.FullName);
            }

            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, $"*{Ending}") : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void Delete(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Another process was faster, or the folder is not ours.
        }
    }

    private static void PrivateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}

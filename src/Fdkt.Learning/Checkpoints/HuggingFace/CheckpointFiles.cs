using System.Text.Json;

namespace Fdkt.Learning.Checkpoints.HuggingFace;

/// <summary>The safetensors files of a folder and what each tensor is called in them.</summary>
internal sealed class CheckpointFiles : IDisposable
{
    private readonly List<SafetensorsReader> _readers = [];
    private readonly Dictionary<string, (SafetensorsReader Reader, SafetensorsEntry Entry)> _tensors = new(StringComparer.Ordinal);

    private CheckpointFiles(string path) => Path = path;

    /// <summary>The file that lists the tensors: the index, or the one file of weights.</summary>
    public string Path { get; }

    /// <summary>The files.</summary>
    public IReadOnlyList<SafetensorsReader> Readers => _readers;

    /// <summary>Every tensor by its normalised name.</summary>
    public IReadOnlyDictionary<string, (SafetensorsReader Reader, SafetensorsEntry Entry)> Tensors => _tensors;

    /// <summary>Opens the one file, or all files that the index names.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="normalize">Gives a tensor its one name, where a family has several spellings.</param>
    /// <exception cref="CheckpointException">No weights, a file is missing, damaged, outside the folder, or not what the index says.</exception>
    public static CheckpointFiles Open(string folder, Func<string, string> normalize)
    {
        string single = System.IO.Path.Combine(folder, FolderFiles.Weights);
        string index = System.IO.Path.Combine(folder, FolderFiles.Index);
        bool sharded = !File.Exists(single);
        if (sharded && !File.Exists(index))
        {
            throw new CheckpointException(single, null, $"the file is missing, and so is {FolderFiles.Index}. Pickled weights (.bin, .pt) are never loaded: convert them to safetensors.");
        }

        var files = new CheckpointFiles(sharded ? index : single);
        try
        {
            if (sharded)
            {
                files.AddIndexed(folder, normalize);
            }
            else
            {
                files.Add(single, normalize, null);
            }

            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (SafetensorsReader reader in _readers)
        {
            reader.Dispose();
        }
    }

    private void AddIndexed(string folder, Func<string, string> normalize)
    {
        var wanted = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        using (JsonDocument document = FolderFiles.ReadObject(Path))
        {
            if (!document.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            {
                throw new CheckpointException(Path, null, "field 'weight_map' is missing or no object.");
            }

            foreach (JsonProperty place in map.EnumerateObject())
            {
                string file = place.Value.ValueKind == JsonValueKind.String ? place.Value.GetString()! : "";
                if (!IsPlainName(file))
                {
                    throw new CheckpointException(Path, place.Name, "field 'weight_map' does not give the name of a .safetensors file in this folder.");
                }

                if (!wanted.TryGetValue(file, out HashSet<string>? names))
                {
                    wanted[file] = names = new HashSet<string>(StringComparer.Ordinal);
                }

                if (!names.Add(place.Name))
                {
                    throw new CheckpointException(Path, place.Name, "field 'weight_map' has the name twice.");
                }
            }
        }

        foreach ((string file, HashSet<string> names) in wanted.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            string path = System.IO.Path.Combine(folder, file);
            if (!File.Exists(path))
            {
                throw new CheckpointException(path, names.Min(StringComparer.Ordinal), $"the file is missing, but {FolderFiles.Index} places {names.Count} tensors in it.");
            }

            Add(path, normalize, names);
        }
    }

    private void Add(string path, Func<string, string> normalize, HashSet<string>? names)
    {
        var reader = SafetensorsReader.Open(path);
        _readers.Add(reader);
        foreach (SafetensorsEntry entry in reader.Tensors)
        {
            if (names is not null && !names.Remove(entry.Name))
            {
                throw new CheckpointException(path, entry.Name, $"it is in the file, but not placed there by {FolderFiles.Index}.");
            }

            if (!_tensors.TryAdd(normalize(entry.Name), (reader, entry)))
            {
                throw new CheckpointException(path, entry.Name, "another file, or another spelling of the name, has it too.");
            }
        }

        if (names is { Count: > 0 })
        {
            throw new CheckpointException(path, names.Min(StringComparer.Ordinal), $"it is not in the file, though {FolderFiles.Index} says so.");
        }
    }

    /// <summary>No separator, no drive, no way up: what the index names lies in the folder.</summary>
    private static bool IsPlainName(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal) && file.Length <= 255 && file[0] != '.'
        && file.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}

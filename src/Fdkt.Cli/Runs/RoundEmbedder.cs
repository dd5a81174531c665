using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Checkpoints.HuggingFace;
using Fdkt.Learning.Encoders;
using Fdkt.ServerModels.Settings;

namespace Fdkt.Cli.Runs;

/// <summary>The embedder that a round file names, and the folders that tell one run's models from another's.</summary>
internal static class RoundEmbedder
{
    private const string Field = "augmentation.embedder.";

    /// <summary>The embedder; null where the round names none. The caller disposes it.</summary>
    /// <exception cref="RoundFileException">Its folder is not there.</exception>
    public static ITextEncoder? Of(EmbedderSection? section, string baseDirectory, CancellationToken cancellationToken) => section switch
    {
        null => null,
        { Onnx: { } onnx } => OnnxEncoder.Load(StudentTrainers.FolderOf(onnx, baseDirectory, Field + "onnx")),
        _ => CheckpointEncoder.Load(StudentTrainers.FolderOf(section.Checkpoint!, baseDirectory, Field + "checkpoint"), section.MaximumTokens, cancellationToken),
    };

    /// <summary>Changes with any byte of the models that a round file names by folder, or the operator's settings for clustering; empty where they name none.</summary>
    public static string Identity(RoundFile round, string baseDirectory, EmbedderSettings? operators, CancellationToken cancellationToken)
    {
        (string? Path, string Field)[] folders =
        [
            (round.Training.Student?.Checkpoint, "training.student.checkpoint"), (round.Augmentation.Embedder?.Checkpoint, Field + "checkpoint"), (round.Augmentation.Embedder?.Onnx, Field + "onnx"),
            (operators?.Checkpoint, "embedder.checkpoint"), (operators?.Onnx, "embedder.onnx"),
        ];
        return string.Concat(folders.Where(folder => folder.Path is not null)
            .Select(folder => $"{folder.Field} {CheckpointIdentity.Of(StudentTrainers.FolderOf(folder.Path!, baseDirectory, folder.Field), cancellationToken)} "));
    }
}

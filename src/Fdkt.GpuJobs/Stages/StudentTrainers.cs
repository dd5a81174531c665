using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.Learning.Students;
using Fdkt.Learning.Students.FineTuning;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Makes the trainer of a client's classifier that a training section asks for.</summary>
public static class StudentTrainers
{
    private const string Field = "training.student.checkpoint";

    /// <summary>The trainer.</summary>
    /// <param name="training">The section, checked.</param>
    /// <param name="baseDirectory">What the checkpoint's path is relative to.</param>
    /// <returns>The linear classifier's where the section names no checkpoint.</returns>
    /// <exception cref="RoundFileException">The checkpoint's folder is not there, or its pooling does not suit it.</exception>
    /// <exception cref="DataSourceException">An environment variable in the path is not set.</exception>
    /// <exception cref="Learning.Checkpoints.CheckpointException">The folder holds no whole checkpoint of a supported family.</exception>
    /// <exception cref="Learning.Tokenizers.TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    public static IStudentTrainer Of(TrainingSection training, string baseDirectory)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Student is not { } student)
        {
            return new LinearStudentTrainer(RoundOptions.Student(training));
        }

        string folder = FolderOf(student.Checkpoint!, baseDirectory, Field);
        try
        {
            return new FineTunedStudentTrainer(RoundOptions.FineTuning(student, folder));
        }
        catch (StudentTrainingException error)
        {
            throw new RoundFileException(new RoundFileProblem("training.student.pooling", Contracts.Json.EnumNames.Of(student.Pooling), "does not suit the checkpoint", error.Message));
        }
    }

    /// <summary>The folder of a checkpoint.</summary>
    /// <param name="path">As written; <c>${NAME}</c> stands for an environment variable.</param>
    /// <param name="baseDirectory">What it is relative to.</param>
    /// <param name="field">Where it is written.</param>
    /// <returns>The folder, absolute.</returns>
    /// <exception cref="RoundFileException">It is not there.</exception>
    /// <exception cref="DataSourceException">An environment variable in the path is not set.</exception>
    public static string FolderOf(string path, string baseDirectory, string field)
    {
        string folder = DataFile.Resolve(path, baseDirectory);
        return Directory.Exists(folder)
            ? folder
            : throw new RoundFileException(new RoundFileProblem(
                field, $"\"{path}\"", $"is no folder (looked at {folder})", "Give the folder with config.json, model.safetensors and the tokenizer's files, relative to the folder of this file."));
    }
}

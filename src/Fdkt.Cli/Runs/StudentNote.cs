using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.Students;

namespace Fdkt.Cli.Runs;

/// <summary>What a report says of a student made of a checkpoint.</summary>
internal static class StudentNote
{
    /// <summary>The note; null for the classifier on words.</summary>
    /// <param name="student">The section that names the checkpoint; null where none does.</param>
    /// <param name="trainer">Its trainer.</param>
    public static string? Of(StudentSection? student, IStudentTrainer trainer) => student is null
        ? null
        : $"The clients' classifier is {trainer.Description}. It is trained on private text without differential privacy, stays with the client, and is part of no release.";

    /// <summary>The note on a client's own student.</summary>
    /// <param name="student">The section of its settings.</param>
    /// <param name="folder">Its folder.</param>
    public static string? Of(StudentSection? student, string folder) => Of(student, StudentTrainers.Of(new TrainingSection(Student: student), folder));
}

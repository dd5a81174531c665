using System.Diagnostics.CodeAnalysis;
using Fdkt.Contracts.Artifacts;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Jobs;
using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Worker;

/// <summary>What the values of a job must meet. JSON leaves out what it likes, so nothing is taken to be there; sizes are bounded before memory is spent on them.</summary>
internal static class JobRules
{
    private const int MostLabels = 1_000;
    private const int LongestName = 256;

    // A prompt of more demonstrations than that fits no model.
    private const int MostShots = 1_000;

    // More topics than public codes can tell apart are no use, and each costs memory per label.
    private const int MostTopics = 100_000;

    /// <exception cref="RefusedException">A value is missing or out of range.</exception>
    public static void Check(Job job)
    {
        Require(job is { Id.Value: not null, Round.Value: not null, Task.Value: not null } && job.Seed >= 0, "id, round, task or seed is missing or negative");
        Require(job.Labels is { Count: >= 2 and <= MostLabels } labels && labels.All(IsName) && labels.Distinct(StringComparer.Ordinal).Count() == labels.Count, "the labels are too few, too many, blank or repeated");
        Require(IsName(job.Domain) && IsName(job.Model), "domain or model is missing or too long");
        JobId expected;
        switch (job)
        {
            case SynthesisJob synthesis:
                Require(synthesis is { Client.Value: not null, Privacy: not null, Synthesis: not null }, "client, privacy or synthesis is missing");
                expected = JobId.Synthesis(job.Round, job.Seed, synthesis.Client);
                Values(new RoundFile() with { Privacy = synthesis.Privacy, Synthesis = synthesis.Synthesis });
                Bounded(job, synthesis.Synthesis.DemosPerLabel, "demosPerLabel");
                Bounded(job, synthesis.Synthesis.Candidates, "candidates");
                Require(synthesis.Synthesis.Topics is not > MostTopics, "topics are too many");
                break;
            case AugmentationJob augmentation:
                Require(augmentation is { Augmentation: not null, Methods: not null }, "augmentation or methods is missing");
                expected = JobId.Augmentation(job.Round, job.Seed);
                Values(new RoundFile() with { Augmentation = augmentation.Augmentation });
                Bounded(job, augmentation.Augmentation.TextsPerLabel, "textsPerLabel");
                Require(augmentation.Augmentation.ShotsPerLabel is not > MostShots, "shotsPerLabel is too large");
                Methods(augmentation.Methods);
                break;
            case TrainingJob training:
                Require(training is { Client.Value: not null, Augmentation: not null, Training: not null, Texts: not null, Methods: not null }, "client, texts, methods, augmentation or training is missing");
                expected = JobId.Training(job.Round, job.Seed, training.Client);
                Values(new RoundFile() with { Augmentation = training.Augmentation, Training = training.Training });
                Require(training.Texts.All(IsWhole), "a reference to a text is not whole");
                Methods(training.Methods);
                break;
            default:
                throw new RefusedException(ReasonCode.UnknownKind, $"There is no job of kind {job.GetType().Name}.");
        }

        if (job.Id != expected)
        {
            throw new RefusedException(ReasonCode.InvalidName, $"The job's id is {job.Id}; the job for its round, seed and client is {expected}.");
        }
    }

    private static void Values(RoundFile sections)
    {
        if (RoundFileValidator.Validate(sections) is [var problem, ..])
        {
            throw new RefusedException(ReasonCode.MalformedJson, $"A section of the job is out of range: {problem}");
        }
    }

    private static void Bounded(Job job, int? perLabel, string name) =>
        Require((long)(perLabel ?? 0) * job.Labels.Count <= ArtifactLimits.Default.MaximumRows, $"{name} asks for more than {ArtifactLimits.Default.MaximumRows} texts");

    private static void Methods(IReadOnlyList<Comparison> methods) =>
        Require(methods.Count > 0 && methods.All(Enum.IsDefined) && methods.Distinct().Count() == methods.Count, "the methods are none, unknown or repeated");

    private static bool IsWhole(WrittenTexts? texts) => texts is { Manifest: { Container: not null, Name: not null, Sha256: not null } } && Enum.IsDefined(texts.Method);

    private static bool IsName(string? text) => !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName;

    private static void Require([DoesNotReturnIf(false)] bool holds, string problem)
    {
        if (!holds)
        {
            throw new RefusedException(ReasonCode.MalformedJson, $"The job cannot be used: {problem}.");
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tokenizers;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Finds the public model of a round: the one that ships with Fdkt, one trained before on the same text, or a new one.</summary>
public static class PublicModelProvider
{
    private const string CacheVariable = "FDKT_CACHE";

    /// <summary>The model for a public corpus.</summary>
    /// <param name="inputs">Names the corpus.</param>
    /// <param name="section">How a model is trained where there is none.</param>
    /// <param name="progress">Told which model it is, and of the training.</param>
    /// <param name="cancellationToken">Stops the training; nothing is kept then.</param>
    /// <returns>The model. The caller disposes it.</returns>
    public static async Task<PublicModel> GetAsync(RunInputs inputs, PretrainingSection section, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(progress);
        if (inputs.Public is not { } texts)
        {
            progress.Log("Public model: the one that ships with Fdkt.");
            return PublicModelStore.Load(BuiltInSample.ModelFolder);
        }

        PublicModelOptions options = RoundOptions.PublicModel(section);
        string folder = Path.Combine(CacheFolder, InputFingerprint.Of(options.ToString(), texts)[..20]);
        if (PublicModelStore.Exists(folder))
        {
            try
            {
                PublicModel cached = PublicModelStore.Load(folder);
                progress.Log($"Public model: trained before on this corpus ({folder}).");
                return cached;
            }
            catch (Exception error) when (error is CheckpointException or TokenizerException)
            {
                progress.Warn($"{error.Message} The model is trained again.");
            }
        }

        PublicModel model = await TrainAsync(texts, options, progress, cancellationToken).ConfigureAwait(false);
        try
        {
            PublicModelStore.Save(model, folder);
            progress.Log($"Public model kept in {folder}; the next run on this corpus starts from it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            progress.Warn($"The public model could not be kept, so the next run trains it again: {error.Message} Set {CacheVariable} to a folder with space.");
        }

        return model;
    }

    /// <summary>Trains a model with progress on screen.</summary>
    /// <param name="texts">The public texts.</param>
    /// <param name="options">Size and budget.</param>
    /// <param name="progress">Told of the training.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="PublicCorpusException">The texts are too few.</exception>
    public static async Task<PublicModel> TrainAsync(IReadOnlyList<string> texts, PublicModelOptions options, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        using IStageProgress stage = progress.StartStage(
            string.Create(CultureInfo.InvariantCulture, $"pretrain on {texts.Count} public texts, at most {options.Budget.TotalMinutes:0.#} min"), 1_000, "‰ of the budget");
        var clock = Stopwatch.StartNew();
        TrainingProgress? last = null;
        var report = new DirectProgress(update =>
        {
            last = update;
            stage.Report((long)(1_000 * update.Progress));
        });
        PublicModel model = await TensorWork.RunAsync(() => PublicModelTrainer.Train(texts, options, report, cancellationToken), cancellationToken).ConfigureAwait(false);
        stage.Complete(string.Create(
            CultureInfo.InvariantCulture, $"{model.Decoder.Config.ParameterCount:N0} parameters, {last?.Tokens:N0} tokens, {last?.Loss:0.00} nats per token, {clock.Elapsed.TotalSeconds:0} s"));
        return model;
    }

    private static string CacheFolder => Path.Combine(
        Environment.GetEnvironmentVariable(CacheVariable)
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "fdkt"),
        "models");

    /// <summary>Unlike <see cref="Progress{T}"/> it reports on the calling thread, in order.</summary>
    private sealed class DirectProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

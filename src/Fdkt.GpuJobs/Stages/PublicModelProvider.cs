using System.Diagnostics;
using System.Globalization;
using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Data;
using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.Checkpoints;
using Fdkt.Learning.Pretraining;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Tokenizers;
using static TorchSharp.torch;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Finds the public model of a round: the one that ships with Fdkt, one trained before on the same text, a new one, or one made from a published checkpoint.</summary>
public static class PublicModelProvider
{
    private const string CacheVariable = "FDKT_CACHE";

    /// <summary>The model for a public corpus.</summary>
    /// <param name="inputs">Names the corpus.</param>
    /// <param name="section">How a model is trained where there is none.</param>
    /// <param name="baseDirectory">What the path of a checkpoint is relative to.</param>
    /// <param name="progress">Told which model it is, and of the training.</param>
    /// <param name="cancellationToken">Stops the training; nothing is kept then.</param>
    /// <returns>The model. The caller disposes it.</returns>
    /// <exception cref="RoundFileException">There is no checkpoint where the round names one.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged or not supported.</exception>
    /// <exception cref="TokenizerException">Its tokenizer is missing, damaged or not supported.</exception>
    /// <exception cref="PublicCorpusException">The public texts are too few.</exception>
    public static Task<PublicModel> GetAsync(RunInputs inputs, PretrainingSection section, string baseDirectory, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(section);
        ArgumentNullException.ThrowIfNull(progress);
        if (section.Base is { } path)
        {
            return FromBaseAsync(OpenBase(path, baseDirectory), section, inputs.Public ?? BuiltInSample.PublicTexts(), progress, cancellationToken);
        }

        if (inputs.Public is { } texts)
        {
            PublicModelOptions options = RoundOptions.PublicModel(section);
            return CachedAsync(InputFingerprint.Of(options.ToString(), texts), () => TrainAsync(texts, options, progress, cancellationToken), progress);
        }

        progress.Log("Public model: the one that ships with Fdkt.");
        return Task.FromResult(PublicModelStore.Load(BuiltInSample.ModelFolder));
    }

    private static BaseCheckpoint OpenBase(string path, string baseDirectory)
    {
        string full = DataFile.Resolve(path, baseDirectory);
        if (!Directory.Exists(full) && !File.Exists(full))
        {
            throw new RoundFileException(new RoundFileProblem(
                "pretraining.base", path, $"is no folder of a model and no llama2.c file (looked at {full})", "Check the path; it is relative to the folder of the round file, and on the command line to the current folder."));
        }

        return BaseCheckpoint.Open(full);
    }

    private static Task<PublicModel> FromBaseAsync(BaseCheckpoint checkpoint, PretrainingSection section, IReadOnlyList<string> texts, IRunProgress progress, CancellationToken cancellationToken)
    {
        PublicModelOptions options = RoundOptions.BaseModel(section);
        ScalarType? dtype = RoundOptions.Dtype(section.Dtype);
        progress.Log(string.Create(CultureInfo.InvariantCulture, $"Base model: {checkpoint.Identity}; {checkpoint.Identity.Parameters:N0} parameters."));
        bool trains = options.Budget > TimeSpan.Zero;
        Task<PublicModel> MakeAsync() => TrainAsync(
            Title(trains ? "adapt the base model to" : "learn an encoder for the base model from", texts, options),
            report => PublicModelTrainer.TrainFrom(checkpoint, dtype, texts, options, report, cancellationToken), progress, cancellationToken);

        if (trains)
        {
            return CachedAsync(InputFingerprint.Of($"{options} {checkpoint.Identity} {dtype}", texts), MakeAsync, progress);
        }

        // Without training there is nothing worth a second copy of what may be large.
        progress.Warn("The base model is not trained on the public corpus, so it cannot write from codes: texts that it writes for the server are of no class. Give pretraining.minutes, or the server a language model that reads words (docs/backends.md).");
        return MakeAsync();
    }

    private static async Task<PublicModel> CachedAsync(string fingerprint, Func<Task<PublicModel>> makeAsync, IRunProgress progress)
    {
        string folder = Path.Combine(CacheFolder("models"), fingerprint[..20]);
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

        PublicModel model = await makeAsync().ConfigureAwait(false);
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
    public static Task<PublicModel> TrainAsync(IReadOnlyList<string> texts, PublicModelOptions options, IRunProgress progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(progress);
        return TrainAsync(Title("pretrain on", texts, options), report => PublicModelTrainer.Train(texts, options, report, cancellationToken), progress, cancellationToken);
    }

    private static string Title(string work, IReadOnlyList<string> texts, PublicModelOptions options) => options.Budget > TimeSpan.Zero
        ? string.Create(CultureInfo.InvariantCulture, $"{work} {texts.Count} public texts, at most {options.Budget.TotalMinutes:0.#} min")
        : $"{work} {texts.Count} public texts";

    private static async Task<PublicModel> TrainAsync(
        string title, Func<IProgress<TrainingProgress>, PublicModel> train, IRunProgress progress, CancellationToken cancellationToken)
    {
        using IStageProgress stage = progress.StartStage(title, 1_000, "‰ of the budget");
        var clock = Stopwatch.StartNew();
        TrainingProgress? last = null;
        var report = new DirectProgress(update =>
        {
            last = update;
            stage.Report((long)(1_000 * update.Progress));
        });
        PublicModel model = await TensorWork.RunAsync(() => train(report), cancellationToken).ConfigureAwait(false);
        string training = last is null ? "weights as they were" : string.Create(CultureInfo.InvariantCulture, $"{last.Tokens:N0} tokens, {last.Loss:0.00} nats per token");
        stage.Complete(string.Create(CultureInfo.InvariantCulture, $"{model.Decoder.Config.ParameterCount:N0} parameters, {training}, {clock.Elapsed.TotalSeconds:0} s"));
        return model;
    }

    /// <summary>Where Fdkt keeps what it would otherwise make again: below FDKT_CACHE, else in the user's folder.</summary>
    /// <param name="name">Name of the part.</param>
    /// <returns>The folder; it need not be there.</returns>
    public static string CacheFolder(string name) => Path.Combine(
        Environment.GetEnvironmentVariable(CacheVariable)
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "fdkt"),
        name);

    /// <summary>Unlike <see cref="Progress{T}"/> it reports on the calling thread, in order.</summary>
    private sealed class DirectProgress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}

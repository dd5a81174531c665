using Fdkt.Cli.Runs.Abstractions;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

/// <summary>Makes a public model and keeps it in a folder, in the form that ships with Fdkt.</summary>
internal sealed class Pretrainer : IPretrainer
{
    public async Task<string> PretrainAsync(PretrainRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        RunInputs inputs = await RunInputsLoader.LoadAsync(request.Round, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
        using PublicModel model = inputs.Public is null && request.Round.Pretraining.Base is null
            ? await PublicModelProvider.TrainAsync(BuiltInSample.PublicTexts(), BuiltInSample.PretrainingOptions(request.Round.Pretraining), progress, cancellationToken).ConfigureAwait(false)
            : await PublicModelProvider.GetAsync(inputs, request.Round.Pretraining, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
        PublicModelStore.Save(model, request.OutputDirectory, compact: true);
        return $"Public model of {inputs.Public?.Count ?? BuiltInSample.PublicRows} texts: {request.OutputDirectory}";
    }
}

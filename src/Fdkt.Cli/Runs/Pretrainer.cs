using Fdkt.Cli.Progress;
using Fdkt.Cli.Runs.Abstractions;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Runs;

/// <summary>Makes a public model and keeps it in a folder, in the form that ships with Fdkt.</summary>
internal sealed class Pretrainer : IPretrainer
{
    public async Task<string> PretrainAsync(PretrainRequest request, IRunProgress progress, CancellationToken cancellationToken)
    {
        RunInputs inputs = await RunInputsLoader.LoadAsync(request.Round, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> texts = inputs.Public ?? BuiltInSample.PublicTexts();
        PublicModelOptions options = request.Round.Data is null
            ? BuiltInSample.PretrainingOptions(request.Round.Pretraining)
            : RoundOptions.PublicModel(request.Round.Pretraining);
        using PublicModel model = await PublicModelProvider.TrainAsync(texts, options, progress, cancellationToken).ConfigureAwait(false);
        PublicModelStore.Save(model, request.OutputDirectory, compact: true);
        return $"Public model of {texts.Count} texts: {request.OutputDirectory}";
    }
}

using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.GpuJobs.Stages;
using Fdkt.Learning.PublicModels;

namespace Fdkt.Cli.Federation.Local;

/// <summary>A round whose inputs are read and whose public model is there.</summary>
/// <param name="Round">The round as the federation runs it: complete, labels listed, without what needs private text at the server.</param>
/// <param name="Inputs">Its rows.</param>
/// <param name="ModelFolder">Folder of the public model.</param>
/// <param name="Base">The published model that the public one started from; null for one of Fdkt's own.</param>
/// <param name="Note">What the report should say about the difference to <c>fdkt run</c>; null where there is none.</param>
internal sealed record PreparedRound(RoundFile Round, RunInputs Inputs, string ModelFolder, BaseModel? Base, string? Note)
{
    /// <summary>Reads the rows and finds or makes the model, as <c>fdkt run</c> does.</summary>
    /// <param name="request">The round.</param>
    /// <param name="ownModelFolder">Where a model is kept that does not ship with Fdkt.</param>
    /// <param name="progress">Told of the stages.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task<PreparedRound> MakeAsync(UpRequest request, string ownModelFolder, IRunProgress progress, CancellationToken cancellationToken)
    {
        RunInputs inputs = await RunInputsLoader.LoadAsync(request.Round, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
        RoundFile asked = request.Round;
        RoundFile round = RoundOrder.WithEncoder(RoundOrder.InFederation(asked), request.BaseDirectory, cancellationToken) with
        {
            Task = asked.Task with { Labels = inputs.Labels, Domain = inputs.Domain },
        };

        // Before anything is trained, so that a round that cannot be run says so at once.
        RoundFileValidator.CheckForRecords(round, ClientDealer.RecordsOfEach(inputs.Private.Count, round.Clients));
        string model = BuiltInSample.ModelFolder;
        BaseModel? baseModel = null;
        if (inputs.Public is not null || round.Pretraining.Base is not null)
        {
            using PublicModel made = await PublicModelProvider.GetAsync(inputs, round.Pretraining, request.BaseDirectory, progress, cancellationToken).ConfigureAwait(false);
            PublicModelStore.Save(made, ownModelFolder);
            (model, baseModel) = (ownModelFolder, made.Base);
        }

        string? note = round.Comparisons.Count == asked.Comparisons.Count
            ? null : $"{ComparisonTitles.Of(Comparison.NonPrivateDemos)} is left out: it needs private text at the server, which a federation never has.";
        return new PreparedRound(round, inputs, model, baseModel, note);
    }
}

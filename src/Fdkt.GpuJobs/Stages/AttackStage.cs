using Fdkt.Contracts.Rounds;
using Fdkt.GpuJobs.Progress;
using Fdkt.Learning.Auditing;
using Fdkt.Learning.PublicModels;
using Fdkt.Learning.Students;
using Fdkt.Privacy.Auditing;

namespace Fdkt.GpuJobs.Stages;

/// <summary>Attacks what a round released, and beside it what it would have released without privacy, so that the difference shows. Reads private rows: its result is for their owners.</summary>
/// <param name="model">The public model, for a generator that protects nothing; null leaves that comparison out. Not owned.</param>
/// <param name="inputs">The rows; those that are tested on were in no release, and public ones say what is likely anyhow.</param>
/// <param name="round">How the clients release.</param>
/// <param name="progress">Told of the stage.</param>
public sealed class AttackStage(PublicModel? model, RunInputs inputs, RoundFile round, IRunProgress progress)
{
    // Passes over the rows of the generator that protects nothing: enough to learn them.
    private const int UnprotectedEpochs = 8;

    private const int MostOthers = 2_000;

    /// <summary>Attacks the texts of one seed.</summary>
    /// <param name="clients">Whose rows they were made from.</param>
    /// <param name="demos">The released demonstrations.</param>
    /// <param name="augmented">What the server wrote from them; null where it wrote nothing.</param>
    /// <param name="augmentedFromRows">What the server wrote from real rows, for comparison; null where it did not.</param>
    /// <param name="epsilon">ε of the demonstrations.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="title">Of the progress.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A result for each text.</returns>
    public async Task<IReadOnlyList<SeedAttack>> RunAsync(
        IReadOnlyList<ClientRecords> clients, IReadOnlyList<Example> demos, IReadOnlyList<Example>? augmented, IReadOnlyList<Example>? augmentedFromRows, double epsilon, int seed, string title,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(clients);
        ArgumentNullException.ThrowIfNull(demos);
        using IStageProgress stage = progress.StartStage($"{title}: attack");
        string[] members = [.. clients.SelectMany(client => client.Rows).Select(row => row.Text)];
        string[] others = [.. inputs.Test.Take(MostOthers).Select(row => row.Text)];

        // One client is enough to see the difference, and training all weights takes long.
        IReadOnlyList<Example> own = clients[0].Rows;
        IReadOnlyList<string>? unprotected = model is null ? null : await TensorWork.RunAsync<IReadOnlyList<string>>(
            () => UnprotectedRelease.Make(
                model, own, inputs.Labels.Count, RoundOptions.Synthesis(round.Privacy, round.Synthesis, own.Count, inputs.Labels.Count, seed) with { Epochs = UnprotectedEpochs }, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var attack = new MembershipAttack(inputs.Public ?? BuiltInSample.PublicTexts());
        SeedAttack Of(string target, IEnumerable<string> texts, double cost, string[]? of = null) => new(target, cost, attack.Run([.. texts], of ?? members, others), (of ?? members).Length, others.Length);
        var results = new List<SeedAttack> { Of("released demonstrations", demos.Select(demo => demo.Text), epsilon) };
        if (augmented is not null)
        {
            results.Add(Of("augmented text", augmented.Select(text => text.Text), epsilon));
        }

        if (unprotected is not null)
        {
            results.Add(Of("demonstrations of a generator trained without noise", unprotected, double.PositiveInfinity, [.. own.Select(row => row.Text)]));
        }

        if (augmentedFromRows is not null)
        {
            results.Add(Of("augmented text from real rows", augmentedFromRows.Select(text => text.Text), double.PositiveInfinity));
        }

        stage.Complete($"AUC {results[0].Curves[0].Auc:0.00}, without privacy {results.Last().Curves[0].Auc:0.00}");
        return results;
    }
}

using System.Globalization;
using Fdkt.Contracts.Rounds;

namespace Fdkt.GpuJobs.Clients;

/// <summary>The rules of a client's settings.</summary>
internal static class ClientSettingsRules
{
    /// <exception cref="ClientFolderException">A setting is missing or out of range.</exception>
    public static void Check(string file, ClientSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.SchemaVersion != ClientSettings.CurrentSchemaVersion)
        {
            throw Fault(file, $"schemaVersion: {settings.SchemaVersion} is not a version this build reads", $"Give {ClientSettings.CurrentSchemaVersion}.");
        }

        if (settings.Client.Value is null)
        {
            throw Fault(file, "client: it is missing", "Name the client.");
        }

        if (settings.Tasks is not { Count: > 0 } || settings.Tasks.Any(task => task.Value is null))
        {
            throw Fault(file, "tasks: there is none", "Name the tasks that the client takes part in.");
        }

        if (settings.Labels is not { Count: >= 2 } || settings.Labels.Any(string.IsNullOrWhiteSpace) || settings.Labels.Distinct(StringComparer.Ordinal).Count() < settings.Labels.Count)
        {
            throw Fault(file, "labels: they are fewer than two, blank or repeated", "Name the labels that the client's rows may have, as its tasks write them.");
        }

        ArgumentNullException.ThrowIfNull(settings.Policy);
        Positive(file, "policy.epsilonPerRound", settings.Policy.EpsilonPerRound);
        Positive(file, "policy.epsilonTotal", settings.Policy.EpsilonTotal);
        if (settings.Policy.Delta is { } delta && !(delta > 0 && delta < 1))
        {
            throw Fault(file, string.Create(CultureInfo.InvariantCulture, $"policy.delta: {delta} is not inside (0, 1)"), "Give a number well below one over the records, or leave it out.");
        }

        if (settings.Policy.Records < 2)
        {
            throw Fault(file, $"policy.records: {settings.Policy.Records} is below 2", "Declare about how many private rows there are; the number becomes public.");
        }

        if (!(settings.Policy.ClientFilterThreshold is >= 0 and <= 1))
        {
            throw Fault(file, string.Create(CultureInfo.InvariantCulture, $"policy.clientFilterThreshold: {settings.Policy.ClientFilterThreshold} is not inside [0, 1]"), "Give a probability such as 0.25.");
        }

        if (settings.Data?.Train is null)
        {
            throw Fault(file, "data.train: it is missing", "Say where the private rows are, as in a round file.");
        }

        if (settings.Policy.RecordsPerUser is null != settings.Data.User is null)
        {
            throw Fault(
                file, "policy.recordsPerUser: it and data.user are given together or not at all", "Name the column of users and say how many records of one user may be used, or leave both out.");
        }

        if (RoundFileValidator.Validate(new RoundFile() with { Training = new TrainingSection(Student: settings.Student) }) is [var wrong, ..])
        {
            throw Fault(file, wrong.ToString().TrimEnd('.'), "The section student has the form of training.student in a round file.");
        }

        if (RoundFileValidator.Validate(new RoundFile() with { Data = settings.Data, Privacy = new PrivacySection(RecordsPerUser: settings.Policy.RecordsPerUser) }) is [var problem, ..])
        {
            throw Fault(file, problem.ToString().TrimEnd('.'), "The data section has the form that it has in a round file.");
        }

        if (DeclaredData.LeavesHeaderOpen(settings.Data))
        {
            throw Fault(file, "data.train.header: all columns are given by number, and it is not said whether the file begins with their names", "Say \"header\": true or false: a guess would hang on the rows.");
        }
    }

    private static void Positive(string file, string name, double value)
    {
        if (!(value > 0 && double.IsFinite(value)))
        {
            throw Fault(file, string.Create(CultureInfo.InvariantCulture, $"{name}: {value} is not a finite number above 0"), "Give a number such as 8.");
        }
    }

    private static ClientFolderException Fault(string file, string problem, string remedy) => new(file, problem, remedy);
}

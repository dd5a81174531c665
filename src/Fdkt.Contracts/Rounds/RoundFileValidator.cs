using Fdkt.Contracts.Federation;

namespace Fdkt.Contracts.Rounds;

/// <summary>The rules that values of a round file must meet, of themselves and among each other.</summary>
public static class RoundFileValidator
{
    /// <summary>Finds everything wrong with the values of a round file.</summary>
    /// <param name="file">The file.</param>
    /// <returns>All problems in the order of the file; empty for a valid file.</returns>
    public static IReadOnlyList<RoundFileProblem> Validate(RoundFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var check = new RangeChecks();
        if (file.SchemaVersion != RoundFile.CurrentSchemaVersion)
        {
            check.Add("schemaVersion", file.SchemaVersion, "is not a version this build reads", $"Give {RoundFile.CurrentSchemaVersion}, or leave it out.");
        }

        Task(check, file.Task);
        if (file.Data is not null)
        {
            DataRules.Check(check, file.Data);
            DataRules.Users(check, file.Data, file.Privacy);
        }

        Clients(check, file.Clients);
        Privacy(check, file.Privacy, file.Clients.Records);
        PretrainingRules.Check(check, file.Pretraining, file.Privacy);
        Synthesis(check, file.Synthesis);
        Augmentation(check, file.Augmentation);
        Training(check, file.Training);
        Federation(check, file.Federation, file.Clients);
        Comparisons(check, file.Comparisons);
        Seeds(check, file.Seeds);
        EncoderRules.Check(check, file.Encoder);
        return check.Problems;
    }

    /// <summary>Repeats the rules that depend on how many records a client really has, once the data has been read.</summary>
    /// <param name="file">The file.</param>
    /// <param name="records">Private records of the smallest client, at least 1.</param>
    /// <exception cref="RoundFileException">δ is not below 1/records, or the expected batch is larger than the client.</exception>
    public static void CheckForRecords(RoundFile file, int records)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfLessThan(records, 1);
        var check = new RangeChecks();
        check.AtLeast("clients.records", records, 2);
        Privacy(check, file.Privacy, records);
        if (check.Problems.Count > 0)
        {
            throw new RoundFileException(check.Problems);
        }
    }

    private static void Task(RangeChecks check, TaskSection task)
    {
        check.NotBlank("task.name", task.Name);
        check.NotBlank("task.domain", task.Domain);
        if (task.Labels is not { } labels)
        {
            return;
        }

        for (int i = 0; i < labels.Count; i++)
        {
            check.NotBlank($"task.labels[{i}]", labels[i]);
        }

        check.NoRepeats("task.labels", labels);
        if (labels.Count < 2)
        {
            check.Add("task.labels", labels.Count, "label is too few to classify", "Name at least two, or leave labels out to take them from the training data.");
        }
    }

    private static void Clients(RangeChecks check, ClientsSection clients)
    {
        check.AtLeast("clients.count", clients.Count, 1);
        check.AtLeast("clients.records", clients.Records, 2);
        check.Above0("clients.alpha", clients.Alpha, "0.5");
    }

    private static void Privacy(RangeChecks check, PrivacySection privacy, int? records)
    {
        check.Above0("privacy.epsilon", privacy.Epsilon, "8");
        check.Above0("privacy.clipNorm", privacy.ClipNorm, "1");
        check.AtLeast("privacy.expectedBatchSize", privacy.ExpectedBatchSize, 1);
        check.AtLeast("privacy.epochs", privacy.Epochs, 1);
        check.AtLeast("privacy.loraRank", privacy.LoraRank, 1);
        check.AtLeast("privacy.recordsPerUser", privacy.RecordsPerUser, 1);
        if (privacy.Delta.Value is { } delta)
        {
            if (!(delta > 0 && delta < 1))
            {
                check.Add("privacy.delta", delta, "is not inside (0, 1)", "Give a number well below 1/records, or \"auto\".");
            }
            else if (records is { } n && n > 0 && delta >= 1.0 / n)
            {
                check.Add(
                    "privacy.delta",
                    delta,
                    $"is not below 1/{n}, one over a client's records: it would allow a whole record to be given away",
                    "Give a smaller number, or \"auto\".");
            }
        }

        if (privacy.ExpectedBatchSize is { } batch && records is { } available && batch > available)
        {
            check.Add(
                "privacy.expectedBatchSize",
                batch,
                $"is more than the {available} records of one client",
                "Give a smaller batch or more records, or leave it out.");
        }
    }

    private static void Synthesis(RangeChecks check, SynthesisSection synthesis)
    {
        check.AtLeast("synthesis.demosPerLabel", synthesis.DemosPerLabel, 1);
        check.AtLeast("synthesis.candidates", synthesis.Candidates, 1);
        check.AtLeast("synthesis.topics", synthesis.Topics, 2);
        check.Above0("synthesis.temperature", synthesis.Temperature, "1");
        check.AtLeast("synthesis.topK", synthesis.TopK, 1);
        check.Fraction("synthesis.topP", synthesis.TopP, zero: false, one: true);
        check.AtLeast("synthesis.maximumTokens", synthesis.MaximumTokens, 4);
    }

    private static void Augmentation(RangeChecks check, AugmentationSection augmentation)
    {
        check.AtLeast("augmentation.textsPerLabel", augmentation.TextsPerLabel, 1);
        check.AtLeast("augmentation.shotsPerLabel", augmentation.ShotsPerLabel, 1);
        check.Above0("augmentation.temperature", augmentation.Temperature, "0.9");
        check.AtLeast("augmentation.topK", augmentation.TopK, 1);
        check.Fraction("augmentation.topP", augmentation.TopP, zero: false, one: true);
        check.AtLeast("augmentation.minimumWords", augmentation.MinimumWords, 1);
        check.AtLeast("augmentation.samplesPerCluster", augmentation.SamplesPerCluster, 1);
        check.Fraction("augmentation.clientFilterThreshold", augmentation.ClientFilterThreshold, zero: true, one: true);
        CheckpointRules.Embedder(check, "augmentation.embedder", augmentation.Embedder);
    }

    private static void Training(RangeChecks check, TrainingSection training)
    {
        check.Above0("training.inverseRegularization", training.InverseRegularization, "10");
        check.Above0("training.privateWeight", training.PrivateWeight, "1");
        check.AtLeast("training.validationFolds", training.ValidationFolds, 2);
        CheckpointRules.Student(check, "training.student", training.Student);
    }

    private static void Federation(RangeChecks check, FederationSection federation, ClientsSection clients)
    {
        check.AtLeast("federation.quorum", federation.Quorum, 1);
        if (federation.Quorum > clients.Count && clients.Count > 1)
        {
            check.Add("federation.quorum", federation.Quorum, $"is more than the {clients.Count} clients", "Lower it, or raise clients.count.");
        }

        check.Above0("federation.demosMinutes", federation.DemosMinutes, "60");
        check.Above0("federation.augmentationMinutes", federation.AugmentationMinutes, "120");
        check.Above0("federation.trainingMinutes", federation.TrainingMinutes, "60");
        check.Above0("federation.resendMinutes", federation.ResendMinutes, "10");
    }

    private static void Comparisons(RangeChecks check, IReadOnlyList<Comparison> comparisons)
    {
        check.NoRepeats("comparisons", [.. comparisons.Select(comparison => Json.EnumNames.Of(comparison))]);
        foreach (Comparison needed in (Comparison[])[Comparison.PrivateOnly, Comparison.Fdkt])
        {
            if (!comparisons.Contains(needed))
            {
                string name = Json.EnumNames.Of(needed);
                check.Add("comparisons", string.Empty, $"{name} is missing, without which there is no lift to report", $"Add \"{name}\".");
            }
        }
    }

    private static void Seeds(RangeChecks check, SeedList seeds)
    {
        if (seeds.Values.Count == 0)
        {
            check.Add("seeds", string.Empty, "there is no seed", "Give at least one; an interval needs two or more.");
        }

        check.NoRepeats("seeds", [.. seeds.Values.Select(seed => seed.ToString(System.Globalization.CultureInfo.InvariantCulture))]);
    }
}

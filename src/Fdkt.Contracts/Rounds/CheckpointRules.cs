namespace Fdkt.Contracts.Rounds;

/// <summary>The rules of the sections that name a checkpoint.</summary>
internal static class CheckpointRules
{
    private const int LargestRank = 1_024;
    private const int LargestBatch = 4_096;
    private const int MostEpochs = 1_000;
    private const int FewestTokens = 8;
    private const int MostTokens = 131_072;
    private const string Example = "Give the folder of a Hugging Face checkpoint, such as bert-base-uncased";

    /// <summary>Checks a student; null passes.</summary>
    /// <param name="check">Collects what is wrong.</param>
    /// <param name="path">Where the section stands.</param>
    /// <param name="student">The section.</param>
    public static void Student(RangeChecks check, string path, StudentSection? student)
    {
        if (student is null)
        {
            return;
        }

        Folder(check, $"{path}.checkpoint", student.Checkpoint, $"{Example}, or leave {path} out for the linear classifier on words.");
        check.Within($"{path}.loraRank", student.LoraRank, 1, LargestRank);
        check.Within($"{path}.batchSize", student.BatchSize, 1, LargestBatch);
        check.Within($"{path}.augmentedEpochs", student.AugmentedEpochs, 1, MostEpochs);
        check.Within($"{path}.epochs", student.Epochs, 1, MostEpochs);
        check.AtLeast($"{path}.patience", student.Patience, 1);
        check.Fraction($"{path}.learningRate", student.LearningRate, zero: false, one: true);
        check.Within($"{path}.maximumTokens", student.MaximumTokens, FewestTokens, MostTokens);
        if (!(student.ValidationFraction is > 0 and <= 0.5))
        {
            check.Add($"{path}.validationFraction", student.ValidationFraction, "is not inside (0, 0.5]", "Give a number inside (0, 0.5], such as 0.2.");
        }
    }

    /// <summary>Checks an embedder; null passes.</summary>
    /// <param name="check">Collects what is wrong.</param>
    /// <param name="path">Where the section stands.</param>
    /// <param name="embedder">The section.</param>
    public static void Embedder(RangeChecks check, string path, EmbedderSection? embedder)
    {
        if (embedder is null)
        {
            return;
        }

        if (embedder is { Checkpoint: not null, Onnx: not null })
        {
            check.Add($"{path}.onnx", $"\"{embedder.Onnx}\"", "stands beside a checkpoint", "Give one of the two.");
        }

        if (embedder.Onnx is null)
        {
            Folder(check, $"{path}.checkpoint", embedder.Checkpoint, $"{Example}, give {path}.onnx, or leave {path} out for the public model's encoder.");
        }
        else
        {
            check.NotBlank($"{path}.onnx", embedder.Onnx);
        }

        check.Within($"{path}.maximumTokens", embedder.MaximumTokens, FewestTokens, MostTokens);
    }

    private static void Folder(RangeChecks check, string path, string? folder, string remedy)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            check.Add(path, folder is null ? string.Empty : "\"\"", folder is null ? "it is missing" : "is blank", remedy);
        }
    }
}

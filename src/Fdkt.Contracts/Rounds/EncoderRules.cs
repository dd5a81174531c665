namespace Fdkt.Contracts.Rounds;

/// <summary>The rules of the section that names the encoder.</summary>
internal static class EncoderRules
{
    private const int FewestTokens = 8;
    private const int MostTokens = 131_072;

    /// <summary>Checks an encoder.</summary>
    /// <param name="check">Collects what is wrong.</param>
    /// <param name="encoder">The section.</param>
    public static void Check(RangeChecks check, EncoderSection encoder)
    {
        bool needs = encoder.Kind is EncoderKind.Onnx or EncoderKind.Checkpoint;
        // An order names an encoder by its hash: the folder is everybody's own.
        if (needs && encoder.Hash is null && string.IsNullOrWhiteSpace(encoder.Folder))
        {
            check.Add("encoder.folder", string.Empty, "it is missing", "Give the folder of the encoder, or leave encoder out for the built-in one.");
        }

        if (!needs && encoder.Folder is not null)
        {
            check.Add("encoder.folder", $"\"{encoder.Folder}\"", "goes with the kinds onnx and checkpoint alone", "Leave it out, or name the kind.");
        }

        if (encoder.Hash is { } hash && !(hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower)))
        {
            check.Add("encoder.hash", $"\"{hash}\"", "is no SHA-256 of 64 lower-case hexadecimal digits", "Leave it out, or copy it from the order or a model's card.");
        }

        check.Within("encoder.maximumTokens", encoder.MaximumTokens, FewestTokens, MostTokens);
    }
}

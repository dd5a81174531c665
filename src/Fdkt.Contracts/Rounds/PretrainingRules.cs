namespace Fdkt.Contracts.Rounds;

/// <summary>The rules of <see cref="PretrainingSection"/>.</summary>
internal static class PretrainingRules
{
    public static void Check(RangeChecks check, PretrainingSection pretraining, PrivacySection privacy)
    {
        check.AtLeast("pretraining.contextLength", pretraining.ContextLength, 16);
        if (pretraining.Base is { } checkpoint)
        {
            Base(check, checkpoint, pretraining, privacy);
            return;
        }

        check.Above0("pretraining.minutes", pretraining.Minutes, "5");
        check.AtLeast("pretraining.vocabularySize", pretraining.VocabularySize, 300);
        check.AtLeast("pretraining.hiddenSize", pretraining.HiddenSize, 8);
        if (pretraining.HiddenSize is >= 8 and { } width && width % 2 != 0)
        {
            check.Add("pretraining.hiddenSize", width, "is odd, and positions are coded in pairs of values", "Give an even number such as 128.");
        }

        check.AtLeast("pretraining.layers", pretraining.Layers, 1);
        if (pretraining.Dtype is { } type)
        {
            check.Add("pretraining.dtype", Name(type), "is the type of a base's weights, and there is no pretraining.base", "Leave it out, or name a base.");
        }
    }

    private static void Base(RangeChecks check, string checkpoint, PretrainingSection pretraining, PrivacySection privacy)
    {
        check.NotBlank("pretraining.base", checkpoint);
        check.NotNegative("pretraining.minutes", pretraining.Minutes);
        if (pretraining.Minutes == 0 && privacy.Mechanism is PrivacyMechanism.Auto or PrivacyMechanism.ClassMeans or PrivacyMechanism.Votes)
        {
            check.Add(
                "pretraining.minutes", "0",
                $"leaves a base that cannot write from encodings, which the mechanism {Json.EnumNames.Of(privacy.Mechanism)} may ask of it",
                "Give a time above 0, or the mechanism classPrompts, lora or full.");
        }

        if (pretraining.Dtype == WeightType.Float16)
        {
            check.Add("pretraining.dtype", Name(WeightType.Float16), "cannot be trained: gradients leave its range", "Give float32 or bfloat16; a checkpoint of float16 is read as either.");
        }

        Own(check, "pretraining.vocabularySize", pretraining.VocabularySize);
        Own(check, "pretraining.hiddenSize", pretraining.HiddenSize);
        Own(check, "pretraining.layers", pretraining.Layers);
    }

    private static void Own(RangeChecks check, string path, int? value)
    {
        if (value is { } given)
        {
            check.Add(path, given, "is given beside pretraining.base, which has its own", "Leave one of them out.");
        }
    }

    private static string Name(WeightType type) => Json.EnumNames.Of(type);
}
